package growth.report.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Serves the page and, as server-sent events, what is in it. Each viewer has a thread, which ends soon after the viewer has gone. */
final class WatchServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final int MOST_VIEWERS = 24;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final transient WatchAccess access;
    private final transient Broadcast broadcast;
    private final long heartbeatMillis;
    private final Semaphore room = new Semaphore(MOST_VIEWERS);

    /**
     * @param heartbeatMillis time after which a viewer without news is sent a sign of life, which shows whether it is still there
     */
    WatchServlet(WatchAccess access, Broadcast broadcast, long heartbeatMillis) {
        this.access = access;
        this.broadcast = broadcast;
        this.heartbeatMillis = heartbeatMillis;
    }

    /** Returns how many viewers are there. */
    int viewers() {
        return MOST_VIEWERS - room.availablePermits();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        try {
            answer(request, response);
        } catch (IOException e) {
            // The viewer has gone, which is no failure of anything.
            return;
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
                + "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        switch (access.asked(request.getMethod(), request.getHeader("Host"), request.getRequestURI())) {
            case PAGE -> send(response, WatchHtml.page(broadcast.present()));
            case EVENTS -> events(response);
            case FOLDER -> {
                response.setStatus(HttpServletResponse.SC_FOUND);
                response.setHeader("Location", "/" + access.token() + "/");
            }
            case NOTHING -> fail(response, HttpServletResponse.SC_NOT_FOUND, "there is nothing here");
            case OTHER_METHOD -> fail(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "this page can be read only");
            default -> fail(response, HttpServletResponse.SC_FORBIDDEN, "only the address that growth watch has printed shows the page");
        }
    }

    private static void send(HttpServletResponse response, String html) throws IOException {
        response.setContentType("text/html; charset=utf-8");
        response.getOutputStream().write(html.getBytes(StandardCharsets.UTF_8));
    }

    private static void fail(HttpServletResponse response, int status, String words) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain; charset=utf-8");
        response.getOutputStream().write((words + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void events(HttpServletResponse response) throws IOException {
        if (!room.tryAcquire()) {
            fail(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, MOST_VIEWERS + " viewers are there already");
            return;
        }
        try {
            response.setContentType("text/event-stream; charset=utf-8");
            stream(response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    private void stream(HttpServletResponse response) throws IOException, InterruptedException {
        OutputStream out = response.getOutputStream();
        out.write("retry: 2000\n\n".getBytes(StandardCharsets.UTF_8));
        long seen = 0;
        while (!broadcast.over()) {
            Optional<Broadcast.Update> update = broadcast.after(seen, heartbeatMillis);
            seen = update.map(Broadcast.Update::version).orElse(seen);
            // JSON is one line whatever is in it
            String words = update.isPresent() ? "event: view\ndata: " + JSON.writeValueAsString(update.get().html()) + "\n\n" : ":\n\n";
            out.write(words.getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
        }
        out.write("event: over\ndata:\n\n".getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }
}
