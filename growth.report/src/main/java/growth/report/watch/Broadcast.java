package growth.report.watch;

import java.util.Optional;

/**
 * What viewers see: the newest view, for which they wait. Each viewer takes the newest when it has time, so that a slow one holds nobody up
 * and nothing piles up for one that has gone.
 */
final class Broadcast {
    private Watched watched;
    private String view = "";
    private long version;
    private boolean over;

    /** @param watched what is known at the beginning */
    Broadcast(Watched watched) {
        show(watched);
    }

    /**
     * A view and its number.
     *
     * @param version rises with every change
     * @param html    what is in the page
     */
    record Update(long version, String html) {
    }

    /** Shows what is known now, if it looks different from before. */
    void show(Watched now) {
        String html = WatchHtml.view(now);
        synchronized (this) {
            if (!html.equals(view)) {
                watched = now;
                view = html;
                version++;
                notifyAll();
            }
        }
    }

    /** Lets all viewers go. */
    synchronized void end() {
        over = true;
        notifyAll();
    }

    synchronized boolean over() {
        return over;
    }

    /** Returns what is shown. */
    synchronized Watched present() {
        return watched;
    }

    /**
     * Waits for a view newer than that.
     *
     * @param seen   the version that the viewer has
     * @param millis longest time to wait
     * @return the view; empty if there is no newer one, or the end has come
     */
    synchronized Optional<Update> after(long seen, long millis) throws InterruptedException {
        long until = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (!over && version == seen && left > 0) {
            wait(left);
            left = (until - System.nanoTime()) / 1_000_000;
        }
        return over || version == seen ? Optional.empty() : Optional.of(new Update(version, view));
    }
}
