package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SavingClockTest {
    private static final long SECOND = 1_000_000_000L;
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 100 * SECOND);

    private boolean dueAfter(SavingClock clock, long seconds) {
        now.addAndGet(seconds * SECOND);
        return clock.due();
    }

    @Test
    void timeSinceTheLastSavingDecides() {
        SavingClock clock = new SavingClock(5, now::get);
        // The clock may run over, as System.nanoTime does.
        assertThat(dueAfter(clock, 299)).isFalse();
        assertThat(dueAfter(clock, 1)).isTrue();
        clock.saved(SECOND);
        assertThat(dueAfter(clock, 200)).isFalse();
        clock.saved(SECOND);
        assertThat(dueAfter(clock, 200)).isFalse();
        assertThat(dueAfter(clock, 100)).isTrue();
    }

    @Test
    void savingTakesNoMoreThanATwentiethOfTheTime() {
        SavingClock clock = new SavingClock(5, now::get);
        clock.saved(60 * SECOND);
        assertThat(dueAfter(clock, 1199)).isFalse();
        assertThat(dueAfter(clock, 1)).isTrue();
    }

    @Test
    void zeroIsNever() {
        SavingClock clock = new SavingClock(0, now::get);
        assertThat(dueAfter(clock, 1_000_000)).isFalse();
        clock.saved(SECOND);
        assertThat(dueAfter(clock, 1_000_000)).isFalse();
    }
}
