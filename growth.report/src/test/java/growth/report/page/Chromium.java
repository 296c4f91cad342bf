package growth.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with one page, spoken to by the DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
    private int last;

    private Chromium(Process process, URI page) {
        this.process = process;
        socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Receiver()).join();
    }

    /** Returns where Chromium is installed; empty if it is not. */
    static Optional<Path> installed() {
        return Stream.of("chromium", "chromium-browser", "google-chrome").flatMap(name -> Arrays.stream(System.getenv("PATH")
                .split(File.pathSeparator)).map(folder -> Path.of(folder, name))).filter(Files::isExecutable).findFirst();
    }

    static Chromium start(Path binary, Path profile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(binary.toString(), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--remote-debugging-port=0", "--user-data-dir=" + profile, "--window-size=1280,900", "about:blank").start();
        BufferedReader words = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                URI browser = URI.create(line.substring("DevTools listening on ".length()).strip());
                Thread reader = new Thread(() -> words.lines().forEach(l -> { }), "chromium's words");
                reader.setDaemon(true);
                reader.start();
                return new Chromium(process, page(browser));
            }
        }
        throw new IOException(binary + " ended with " + process.waitFor());
    }

    private static URI page(URI browser) throws IOException, InterruptedException {
        URI list = URI.create("http://" + browser.getAuthority() + "/json/list");
        for (int i = 0; i < 100; i++) {
            JsonNode pages = JSON.readTree(HttpClient.newHttpClient().send(HttpRequest.newBuilder(list).build(),
                    HttpResponse.BodyHandlers.ofString()).body());
            for (JsonNode page : pages) {
                if (page.path("type").asText().equals("page")) {
                    return URI.create(page.path("webSocketDebuggerUrl").asText());
                }
            }
            Thread.sleep(50);
        }
        throw new IOException("Chromium has no page");
    }

    /** Opens a file and waits until it is loaded. */
    void open(Path file) throws Exception {
        for (String domain : List.of("Page", "Runtime", "Log")) {
            call(domain + ".enable", JSON.createObjectNode());
        }
        loaded = new CompletableFuture<>();
        call("Page.navigate", JSON.createObjectNode().put("url", file.toUri().toString()));
        loaded.get(20, TimeUnit.SECONDS);
    }

    /** Returns the value of an expression, or what its promise brings. */
    JsonNode evaluate(String expression) throws Exception {
        JsonNode result = call("Runtime.evaluate", JSON.createObjectNode().put("expression", expression).put("returnByValue", true)
                .put("awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(result.get("exceptionDetails").toString());
        }
        return result.path("result").path("value");
    }

    /** Sets a media feature, or the medium for an empty name. */
    void media(String name, String value) throws Exception {
        ObjectNode media = JSON.createObjectNode().put("media", name.isEmpty() ? value : "");
        if (!name.isEmpty()) {
            media.putArray("features").addObject().put("name", name).put("value", value);
        }
        call("Emulation.setEmulatedMedia", media);
    }

    void width(int pixels) throws Exception {
        call("Emulation.setDeviceMetricsOverride", JSON.createObjectNode().put("width", pixels).put("height", 900)
                .put("deviceScaleFactor", 1).put("mobile", false));
    }

    void moveMouse(double x, double y) throws Exception {
        call("Input.dispatchMouseEvent", JSON.createObjectNode().put("type", "mouseMoved").put("x", x).put("y", y));
    }

    void press(String key) throws Exception {
        call("Input.dispatchKeyEvent", JSON.createObjectNode().put("type", "keyDown").put("key", key));
    }

    /** Returns errors of scripts, of the policy, and of what could not be loaded. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private JsonNode call(String method, JsonNode parameters) throws Exception {
        int id = ++last;
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        socket.sendText(message.toString(), true).get(10, TimeUnit.SECONDS);
        JsonNode got = answer.get(20, TimeUnit.SECONDS);
        if (got.has("error")) {
            throw new AssertionError(method + ": " + got.get("error"));
        }
        return got.path("result");
    }

    private void received(JsonNode message) {
        if (message.has("id")) {
            answers.remove(message.get("id").asInt()).complete(message);
            return;
        }
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
            case "Log.entryAdded" -> complaints.add(parameters.path("entry").path("text").asText());
            case "Runtime.consoleAPICalled" -> complaints.add(parameters.toString());
            default -> { }
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
            text.append(data);
            if (whole) {
                String message = text.toString();
                text.setLength(0);
                try {
                    received(JSON.readTree(message));
                } catch (IOException e) {
                    complaints.add("not understood: " + message);
                }
            }
            from.request(1);
            return null;
        }
    }
}
