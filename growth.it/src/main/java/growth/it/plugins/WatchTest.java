package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.run.TinyRun;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** A run that is watched, with the web server of the installation. */
class WatchTest {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:([0-9]+)/([A-Za-z0-9_-]+)/");
    private final Felix felix = new Felix();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    @TempDir
    private Path folder;

    private int serverState() {
        return Arrays.stream(felix.context().getBundles()).filter(b -> b.getSymbolicName().equals("org.apache.felix.http.jetty12"))
                .mapToInt(Bundle::getState).findFirst().orElseThrow();
    }

    private Thread watch(Path run) {
        Thread thread = new Thread(() -> {
            PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
            try (CommandSession session = felix.service(CommandProcessor.class).createSession(InputStream.nullInputStream(), out, out)) {
                session.execute("growth:watch " + run);
            } catch (Exception e) {
                out.println("ended with " + e);
            }
        }, "watch-test");
        thread.start();
        return thread;
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }

    /** Returns the data of the next event of that kind. */
    private static String event(BufferedReader lines, String kind) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.equals("event: " + kind)) {
            line = lines.readLine();
        }
        assertThat(line).as("the stream ends without another event '%s'", kind).isNotNull();
        return lines.readLine();
    }

    private static String statusUnderAnotherName(int port, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + path + " HTTP/1.1\r\nHost: evil.example:" + port + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aRunIsSeenWhileItChangesByThoseWhoHaveTheAddress() throws IOException, InterruptedException {
        felix.train(TinyRun.growing(), folder);
        Path run = folder.resolve("out");
        assertThat(serverState()).isNotEqualTo(Bundle.ACTIVE);
        Thread command = watch(run);
        Eventually.becomes(printed::toString, text -> ADDRESS.matcher(text).find());
        Matcher address = ADDRESS.matcher(printed.toString());
        assertThat(address.find()).isTrue();
        int port = Integer.parseInt(address.group(1));

        HttpResponse<String> page = get(address.group());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).startsWith("<!doctype html>").contains("finished", "id=\"plot-loss\"", "stack at step 20");
        for (String other : List.of("", "events", "x" + address.group(2) + "/", address.group(2).toLowerCase() + "/events")) {
            HttpResponse<String> refused = get("http://127.0.0.1:" + port + "/" + other);
            assertThat(refused.statusCode()).as(other).isEqualTo(403);
            assertThat(refused.body()).doesNotContain("plot-loss");
        }
        assertThat(statusUnderAnotherName(port, "/" + address.group(2) + "/")).isEqualTo("HTTP/1.1 403 Forbidden");

        HttpResponse<InputStream> events = http.send(HttpRequest.newBuilder(URI.create(address.group() + "events")).build(),
                BodyHandlers.ofInputStream());
        assertThat(events.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            assertThat(event(lines, "view")).startsWith("data: \"").contains("finished");
            // as a training does that goes on from there
            String end = Files.readAllLines(run.resolve("metrics.jsonl")).stream().reduce((one, later) -> later).orElseThrow();
            assertThat(end).startsWith("{\"kind\":\"end\",\"step\":40,");
            Files.writeString(run.resolve("metrics.jsonl"), end.replace("\"kind\":\"end\"",
                    "\"kind\":\"start\",\"name\":\"tiny\",\"resumed\":true") + "\n", StandardOpenOption.APPEND);
            assertThat(event(lines, "view")).contains("training, ");
            command.interrupt();
            assertThat(event(lines, "over")).isEqualTo("data:");
        }
        command.join();
        // the shell does not wait for a command that it has interrupted
        Eventually.becomes(() -> listens(port), listens -> !listens);
        Eventually.becomes(this::serverState, state -> state != Bundle.ACTIVE);
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("\tat ");
    }

    @Test
    void everyRunHasAnEventFileUnlessItIsNotWanted() throws IOException {
        felix.train(TinyRun.growing().with("duration: 40ba", "duration: 4ba"), folder);
        try (Stream<Path> files = Files.list(folder.resolve("out/tensorboard"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            assertThat(Files.readString(all.get(0), StandardCharsets.ISO_8859_1).split("train/loss", -1)).hasSize(1 + 4);
        }
        Path other = Files.createDirectory(folder.resolve("other"));
        String without = TinyRun.growing().with("duration: 40ba", "duration: 4ba").yaml() + "record: {tensorboard: false}\n";
        felix.train(new TinyRun(without), other);
        assertThat(other.resolve("out/metrics.jsonl")).exists();
        assertThat(other.resolve("out/tensorboard")).doesNotExist();
    }
}
