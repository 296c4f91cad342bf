package growth.report.watch;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The servlet without a container: requests and responses are proxies. */
@Timeout(20)
class WatchServletTest {
    private static final long HEARTBEAT = 20;
    private final Broadcast broadcast = new Broadcast(named("first"));
    private final WatchServlet servlet = new WatchServlet(new WatchAccess("secret"), broadcast, HEARTBEAT);

    private static Watched named(String title) {
        return new Watched(title, false, List.of(), List.of());
    }

    /** One viewer: what it was sent, and whether it is still there. */
    private final class Viewer {
        private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        private final Map<String, Object> head = new ConcurrentHashMap<>();
        private volatile boolean gone;

        private void asks(String path) {
            HttpServletRequest request = proxy(HttpServletRequest.class, (self, method, arguments) -> switch (method.getName()) {
                case "getMethod" -> "GET";
                case "getHeader" -> "127.0.0.1";
                case "getRequestURI" -> path;
                default -> throw new AssertionError(method);
            });
            ServletOutputStream out = new ServletOutputStream() {
                @Override
                public void write(int value) {
                    throw new AssertionError("byte by byte");
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    if (gone) {
                        throw new IOException("Broken pipe");
                    }
                    sent.add(new String(bytes, from, length, StandardCharsets.UTF_8));
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
            servlet.service(request, proxy(HttpServletResponse.class, (self, method, arguments) -> {
                if (method.getName().startsWith("set")) {
                    head.put(arguments.length == 1 ? method.getName() : (String) arguments[0], arguments[arguments.length - 1]);
                }
                return method.getName().equals("getOutputStream") ? out : null;
            }));
        }

        private Thread watches() {
            Thread thread = new Thread(() -> asks("/secret/events"));
            thread.start();
            return thread;
        }

        private String next(String start) throws InterruptedException {
            String event;
            do {
                event = Optional.ofNullable(sent.poll(10, TimeUnit.SECONDS)).orElseThrow();
            } while (!event.startsWith(start));
            return event;
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    @Test
    void everyViewerSeesWhatIsNewAndLeavesAtTheEnd() throws InterruptedException {
        Viewer one = new Viewer();
        Viewer other = new Viewer();
        List<Thread> threads = List.of(one.watches(), other.watches());
        assertThat(one.next("event: view")).contains("data: \"").contains("first").endsWith("\"\n\n");
        assertThat(other.next("event: view")).contains("first");
        assertThat(servlet.viewers()).isEqualTo(2);
        broadcast.show(named("second\n\nevent: over"));
        // what is in a page cannot end its event
        assertThat(one.next("event: view")).contains("second\\n\\nevent: over").endsWith("\"\n\n");
        assertThat(other.next("event: view")).contains("second");
        assertThat(one.next(":")).isEqualTo(":\n\n");
        broadcast.end();
        assertThat(one.next("event: over")).isEqualTo("event: over\ndata:\n\n");
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(servlet.viewers()).isZero();
        assertThat(one.head).containsEntry("setContentType", "text/event-stream; charset=utf-8");
    }

    @Test
    void aViewerThatHasGoneIsLetGoWithoutNews() throws InterruptedException {
        Viewer viewer = new Viewer();
        Thread thread = viewer.watches();
        viewer.next("event: view");
        viewer.gone = true;
        thread.join();
        assertThat(servlet.viewers()).isZero();
    }

    @Test
    void thePageIsWholeAndKeptByNobody() throws InterruptedException {
        Viewer viewer = new Viewer();
        viewer.asks("/secret/");
        assertThat(viewer.next("<!doctype html>")).contains("<title>first – growth watch</title>", "new EventSource('events')");
        assertThat(viewer.head).containsEntry("Cache-Control", "no-store").containsEntry("Referrer-Policy", "no-referrer");
        assertThat((String) viewer.head.get("Content-Security-Policy")).startsWith("default-src 'none'");
    }

    @Test
    void aViewerThatLeavesBeforeThePageIsThereIsNoFailure() {
        Viewer viewer = new Viewer();
        viewer.gone = true;
        viewer.asks("/secret/");
        assertThat(viewer.sent).isEmpty();
    }

    @Test
    void whoeverDoesNotKnowTheTokenIsRefused() {
        Viewer viewer = new Viewer();
        viewer.asks("/");
        assertThat(viewer.head).containsEntry("setStatus", HttpServletResponse.SC_FORBIDDEN);
        assertThat(viewer.sent).noneMatch(text -> text.contains("first"));
    }
}
