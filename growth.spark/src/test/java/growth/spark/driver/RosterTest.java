package growth.spark.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.launcher.place.Executor;
import growth.launcher.place.PlaceException;
import growth.spark.wire.Machine;
import java.time.Duration;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RosterTest {
    private static final Duration MOMENT = Duration.ofMillis(300);

    private final Roster roster = new Roster();

    private void come(String id) {
        roster.came(id, new Machine("host" + id, "/opt/growth", "17", 1, 1L << 30, new TreeMap<>()), "");
    }

    @Test
    void waitsForThoseThatWerePromisedAndTakesThoseThatHaveCome() throws InterruptedException {
        come("1");
        assertThat(roster.await(2, () -> false, MOMENT)).extracting(Executor::id).containsExactly("1");
        come("0");
        assertThat(roster.await(2, () -> false, MOMENT)).extracting(Executor::id).containsExactly("0", "1");
    }

    @Test
    void saysThatNobodyCame() {
        assertThatThrownBy(() -> roster.await(2, () -> false, MOMENT)).isInstanceOfSatisfying(PlaceException.class,
                e -> assertThat(e.exitStatus()).isEqualTo(8)).hasMessageStartingWith("no executor has come in 0 s");
    }

    @Test
    void waitsNoLongerThanTheUser() {
        assertThatThrownBy(() -> roster.await(2, () -> true, Duration.ofMinutes(5))).isInstanceOfSatisfying(PlaceException.class,
                e -> assertThat(e.exitStatus()).isEqualTo(130));
    }

    @Test
    void refusesOneWithOtherVersionsBeforeAnyWork() {
        come("0");
        roster.came("1", new Machine("host1", "/opt/growth", "21", 1, 0, new TreeMap<>()), "executor 1 on host1 has Java 21");
        assertThatThrownBy(() -> roster.await(1, () -> false, MOMENT)).hasMessage("executor 1 on host1 has Java 21");
        assertThatThrownBy(() -> roster.claim(1, () -> false, MOMENT)).isInstanceOfSatisfying(PlaceException.class,
                e -> assertThat(e.exitStatus()).isEqualTo(2));
        roster.onExecutorRemoved(new SparkListenerExecutorRemoved(0, "1", "it was stopped"));
        roster.requireSame();
    }

    @Test
    void oneThatIsHeldIsNotFree() throws InterruptedException {
        come("0");
        assertThat(roster.claim(1, () -> false, MOMENT)).isTrue();
        long[] asked = new long[1];
        assertThat(roster.claim(1, () -> ++asked[0] > 2, MOMENT)).as("a second one, until it is not wanted any more").isFalse();
        roster.release(1, Set.of());
        assertThat(roster.claim(1, () -> false, MOMENT)).isTrue();
    }

    @Test
    void oneWhoseCommandHasNotEndedIsNotFreeUntilItHas() throws InterruptedException {
        come("0");
        roster.claim(1, () -> false, MOMENT);
        roster.release(1, Set.of("0"));
        long[] asked = new long[1];
        assertThat(roster.claim(1, () -> ++asked[0] > 2, MOMENT)).isFalse();
        roster.ended("0");
        assertThat(roster.claim(1, () -> false, MOMENT)).isTrue();
    }

    @Test
    void saysThatTooFewAreLeft() {
        come("0");
        come("1");
        roster.onExecutorRemoved(new SparkListenerExecutorRemoved(0, "1", "worker lost"));
        assertThat(roster.isLost("1")).isTrue();
        assertThatThrownBy(() -> roster.claim(2, () -> false, MOMENT)).isInstanceOfSatisfying(PlaceException.class,
                e -> assertThat(e.exitStatus()).isEqualTo(8)).hasMessage("1 of the 2 executors that are needed is there, and no other has "
                        + "come in 0 s; the same command goes on from the last checkpoint when they are");
    }
}
