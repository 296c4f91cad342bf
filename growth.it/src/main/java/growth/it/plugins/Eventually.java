package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what other threads do. */
public final class Eventually {

    /** Generous: other work on the machine may slow a test down, and a test that waits for nothing ends at once. */
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long PERIOD_MILLIS = 20;

    private Eventually() {
    }

    /**
     * Asks again and again until the answer is right.
     *
     * @return how long that took
     */
    public static <T> Duration becomes(Supplier<T> question, Predicate<T> right) throws InterruptedException {
        long begin = System.nanoTime();
        T answer = question.get();
        while (!right.test(answer) && System.nanoTime() - begin < LIMIT.toNanos()) {
            Thread.sleep(PERIOD_MILLIS);
            answer = question.get();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(answer).as("the answer after %s", took).matches(right);
        return took;
    }
}
