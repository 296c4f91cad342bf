package growth.shell.serve;

import growth.report.monitor.Health;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Looks again when the last look is some time ago, so that no number of requests takes processor time from the training. */
final class RecentHealth implements Supplier<Health> {
    private static final long NANOS = 1_000_000_000;
    private final Supplier<Health> look;
    private final LongSupplier nanoTime;
    private Health last;
    private long looked;

    RecentHealth(Supplier<Health> look, LongSupplier nanoTime) {
        this.look = look;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized Health get() {
        if (last == null || nanoTime.getAsLong() - looked >= NANOS) {
            last = look.get();
            looked = nanoTime.getAsLong();
        }
        return last;
    }
}
