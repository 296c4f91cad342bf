package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.TrainingEvent.StepCompleted;
import growth.api.training.TrainingListener;
import growth.testing.run.TinyRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceRegistration;

/** Health, metrics and the web console, asked over HTTP as operators' tools ask. */
class MonitorTest {
    private static final Pattern SERVING = Pattern.compile("serving (http://127\\.0\\.0\\.1:[0-9]+/)health and \\S+metrics");
    private static final Pattern CONSOLE = Pattern.compile("web console at (http://127\\.0\\.0\\.1:[0-9]+/system/console)");
    private static final String PASSWORD = "correct-horse";
    private static final long ASKED_AT = 25;
    private final Felix felix = new Felix();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    @TempDir
    private Path folder;

    private HttpResponse<String> get(String address, String authorization) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(address)).header("Authorization", authorization).build(),
                BodyHandlers.ofString());
    }

    /** Types a line into a shell, on a thread of its own. */
    private Thread types(String line) {
        Thread thread = new Thread(() -> {
            PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
            try (CommandSession session = felix.service(CommandProcessor.class).createSession(InputStream.nullInputStream(), out, out)) {
                session.execute(line);
            } catch (Exception e) {
                out.println("ended with " + e);
            }
        }, "monitor-test");
        thread.start();
        return thread;
    }

    private String found(Pattern pattern) throws InterruptedException {
        Eventually.becomes(printed::toString, text -> pattern.matcher(text).find());
        Matcher matcher = pattern.matcher(printed.toString());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    private boolean active(String bundle) {
        return Arrays.stream(felix.context().getBundles()).anyMatch(b -> b.getSymbolicName().equals(bundle)
                && b.getState() == Bundle.ACTIVE);
    }

    @Test
    void aTrainingIsAskedForItsHealthAndItsMetricsBesideTheWebConsole() throws IOException, InterruptedException {
        Path file = TinyRun.growing().write(folder.resolve("run.yaml"));
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Path token = Files.writeString(folder.resolve("token"), "0123456789abcdef\n");
        Gate gate = new Gate(felix.context());
        TrainingListener waits = event -> {
            if (event instanceof StepCompleted step && step.progress().step() == ASKED_AT) {
                gate.run();
            }
        };
        ServiceRegistration<TrainingListener> listener = felix.context().registerService(TrainingListener.class, waits, null);
        try (gate) {
            Thread shell = types("growth:shell --console --console-password-file " + password + " -c \"growth:train " + file + " --out "
                    + folder.resolve("out") + " --serve 0 --serve-token-file " + token + "\"");
            assertThat(gate.awaitReached(shell)).as("step %d is reached; the shell has printed: %s", ASKED_AT, printed).isTrue();
            String server = found(SERVING);
            HttpResponse<String> metrics = get(server + "metrics", "Bearer 0123456789abcdef");
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.headers().firstValue("content-type")).contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
            assertThat(metrics.body()).contains("growth_steps_total{run=\"tiny\"} 25\n", "growth_growths_total{run=\"tiny\"} 1\n",
                    "growth_plugins{kind=\"engine\",state=\"usable\"} ").endsWith("\n# EOF\n");
            HttpResponse<String> health = get(server + "health", "Bearer 0123456789abcdef");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).contains("\"fact\": \"tiny: step 25, heard of ", "\"subject\": \"plug-ins\"", "none is overdue")
                    .doesNotContain("\"subject\": \"engine\"");
            // not another case: Jetty takes a header for the one that it has seen on the connection if nothing but case differs
            assertThat(get(server + "metrics", "Bearer 0123456789abcdeg").statusCode()).isEqualTo(401);
            assertThat(get(server + "system/console/bundles", basic("growth:" + PASSWORD)).statusCode()).isEqualTo(401);

            String console = found(CONSOLE);
            assertThat(get(console + "/components", basic("admin:admin")).statusCode()).isEqualTo(401);
            HttpResponse<String> page = get(console + "/components", basic("growth:" + PASSWORD));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("growth.engine.cpu.CpuEngine");
            gate.open();
            shell.join();
        } finally {
            listener.unregister();
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("done: ").doesNotContain("\tat ", "ended with");
        assertThat(active("org.apache.felix.webconsole")).isFalse();
        assertThat(active("org.apache.felix.http.jetty12")).isFalse();
    }
}
