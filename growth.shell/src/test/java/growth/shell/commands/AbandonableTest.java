package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AbandonableTest {
    private final AtomicBoolean stop = new AtomicBoolean();

    @Test
    void workThatEndsGivesItsResult() {
        assertThat(Abandonable.await(() -> "done", stop::get)).contains("done");
    }

    @Test
    void failuresComeThroughAsTheyAre() {
        GrowthException failure = new GrowthException(Kind.DATA, "corpus.txt: no text");
        assertThatThrownBy(() -> Abandonable.await(() -> {
            throw failure;
        }, stop::get)).isSameAs(failure);
        assertThatThrownBy(() -> Abandonable.await(() -> {
            throw new StackOverflowError();
        }, stop::get)).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void workThatListensRemovesWhatItHasBegun() {
        AtomicBoolean removed = new AtomicBoolean();
        assertThat(Abandonable.await(() -> {
            stop.set(true);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                removed.set(true);
            }
            return "too late";
        }, stop::get)).isEmpty();
        assertThat(removed).isTrue();
    }

    @Test
    void deafWorkIsLeftWithinASecond() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        long begin = System.nanoTime();
        assertThat(Abandonable.await(() -> {
            stop.set(true);
            while (end.getCount() > 0) {
                Thread.onSpinWait();
            }
            return "too late";
        }, stop::get)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1500));
        end.countDown();
    }
}
