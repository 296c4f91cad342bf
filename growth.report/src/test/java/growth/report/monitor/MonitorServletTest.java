package growth.report.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import growth.report.http.HttpAddress;
import growth.report.monitor.MonitorServer.Access;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** The servlet without a container: requests and responses are proxies. */
class MonitorServletTest {
    private static final String TOKEN = "0123456789abcdef";
    private boolean well = true;

    /** What came back. */
    private record Answer(Map<String, Object> head, String body) {
        private int status() {
            return (int) head.get("setStatus");
        }
    }

    private Answer ask(Access access, String method, String path, Map<String, String> headers) {
        Map<String, Object> head = new HashMap<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ServletOutputStream out = new ServletOutputStream() {
            @Override
            public void write(int value) {
                body.write(value);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new AssertionError("not asynchronous");
            }
        };
        ClassLoader loader = getClass().getClassLoader();
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(loader, new Class<?>[] {HttpServletRequest.class},
                (self, called, arguments) -> switch (called.getName()) {
                    case "getMethod" -> method;
                    case "getHeader" -> headers.get((String) arguments[0]);
                    case "getRequestURI" -> path;
                    default -> throw new AssertionError(called);
                });
        HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(loader, new Class<?>[] {HttpServletResponse.class},
                (self, called, arguments) -> {
                    if (called.getName().startsWith("set")) {
                        head.put(arguments.length == 1 ? called.getName() : (String) arguments[0], arguments[arguments.length - 1]);
                    }
                    return called.getName().equals("getOutputStream") ? out : null;
                });
        new MonitorServlet(access, () -> "# EOF\n", () -> new Health(well, "{}")).service(request, response);
        return new Answer(head, body.toString(StandardCharsets.UTF_8));
    }

    private Answer ask(String path, String authorization) {
        Map<String, String> headers = new HashMap<>(Map.of("Host", "127.0.0.1:9464"));
        headers.put("Authorization", authorization);
        return ask(new Access(HttpAddress.loopback(9464), Optional.of(TOKEN)), "GET", path, headers);
    }

    @Test
    void whoKnowsTheTokenGetsMetricsAndHealth() {
        Answer metrics = ask("/metrics", "Bearer " + TOKEN);
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.head()).containsEntry("setContentType", "application/openmetrics-text; version=1.0.0; charset=utf-8")
                .containsEntry("Cache-Control", "no-store").containsEntry("setContentLength", 6);
        assertThat(metrics.body()).isEqualTo("# EOF\n");
        assertThat(ask("/health", "bearer " + TOKEN).status()).isEqualTo(200);
        well = false;
        Answer ill = ask("/health", "Bearer " + TOKEN);
        assertThat(ill.status()).isEqualTo(503);
        assertThat(ill.body()).isEqualTo("{}");
        assertThat(ask("/", "Bearer " + TOKEN).status()).isEqualTo(404);
        assertThat(ask("/metrics/", "Bearer " + TOKEN).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer 0123456789abcde", "Bearer 0123456789abcdeF", TOKEN, "Basic " + TOKEN,
        "Bearer " + TOKEN + "0"})
    void withoutTheTokenNothing(String header) {
        for (String path : new String[] {"/metrics", "/health", "/other"}) {
            Answer answer = ask(path, header);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.head()).containsEntry("WWW-Authenticate", "Bearer realm=\"growth\"");
            assertThat(answer.body()).doesNotContain("EOF", "{}");
        }
    }

    @Test
    void withoutATokenOnlyTheNameUnderWhichItIsAskedCounts() {
        Access here = new Access(HttpAddress.loopback(9464), Optional.empty());
        assertThat(ask(here, "GET", "/metrics", Map.of("Host", "localhost:9464")).status()).isEqualTo(200);
        assertThat(ask(here, "GET", "/metrics", Map.of("Host", "evil.example")).status()).isEqualTo(403);
        assertThat(ask(here, "GET", "/metrics", Map.of()).status()).isEqualTo(403);
        Access everywhere = new Access(new HttpAddress("0.0.0.0", 9464), Optional.empty());
        assertThat(ask(everywhere, "GET", "/metrics", Map.of("Host", "gpu-7.example:9464")).status()).isEqualTo(200);
        Answer written = ask(everywhere, "POST", "/metrics", Map.of());
        assertThat(written.status()).isEqualTo(405);
        assertThat(written.head()).containsEntry("Allow", "GET, HEAD");
        assertThat(ask(everywhere, "HEAD", "/health", Map.of()).status()).isEqualTo(200);
    }

    @Test
    void whoLeavesBeforeTheAnswerIsNoFailure() {
        HttpServletResponse gone = (HttpServletResponse) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {HttpServletResponse.class}, (self, called, arguments) -> {
                    if (called.getName().equals("getOutputStream")) {
                        throw new IOException("Broken pipe");
                    }
                    return null;
                });
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, called, arguments) -> called.getName().equals("getMethod") ? "GET" : null);
        new MonitorServlet(new Access(HttpAddress.loopback(1), Optional.empty()), () -> "", () -> null).service(request, gone);
    }
}
