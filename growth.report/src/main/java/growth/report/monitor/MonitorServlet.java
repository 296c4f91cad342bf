package growth.report.monitor;

import growth.report.http.HttpAccess;
import growth.report.monitor.MonitorServer.Access;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers requests for health and metrics. */
final class MonitorServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final String METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String BEARER = "Bearer ";
    private final transient Access access;
    private final transient Supplier<String> metrics;
    private final transient Supplier<Health> health;

    /**
     * @param access  whom it answers
     * @param metrics writes the metrics
     * @param health  looks how the process is
     */
    MonitorServlet(Access access, Supplier<String> metrics, Supplier<Health> health) {
        this.access = access;
        this.metrics = metrics;
        this.health = health;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        try {
            answer(request, response);
        } catch (IOException e) {
            // Whoever asked has gone, which is no failure of anything.
            return;
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!access.address().admits(request.getHeader("Host"))) {
            send(response, HttpServletResponse.SC_FORBIDDEN, PLAIN, "this server answers under names of the loopback interface only\n");
        } else if (!authorised(request.getHeader("Authorization"))) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"growth\"");
            send(response, HttpServletResponse.SC_UNAUTHORIZED, PLAIN, "the header 'Authorization: Bearer TOKEN' is missing or wrong\n");
        } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            send(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, PLAIN, "this can be read only\n");
        } else {
            answer(request.getRequestURI(), response);
        }
    }

    private void answer(String path, HttpServletResponse response) throws IOException {
        switch (path) {
            case "/metrics" -> send(response, HttpServletResponse.SC_OK, METRICS, metrics.get());
            case "/health" -> {
                Health now = health.get();
                send(response, now.well() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                        "application/json; charset=utf-8", now.report());
            }
            default -> send(response, HttpServletResponse.SC_NOT_FOUND, PLAIN, "there are /health and /metrics\n");
        }
    }

    private boolean authorised(String header) {
        Optional<String> token = access.token();
        return token.isEmpty() || header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && HttpAccess.same(header.substring(BEARER.length()).strip(), token.get());
    }

    private static void send(HttpServletResponse response, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
