package growth.engine.cpu.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class WorkerTeamTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64})
    void everyWorkerSeesWhatTheOthersWroteBeforeTheBarrier(int size) {
        try (WorkerTeam team = new WorkerTeam("team-test", size)) {
            int[] written = new int[size];
            int[] wrong = new int[size];
            team.run(worker -> {
                for (int round = 1; round <= 300; round++) {
                    written[worker] = round;
                    team.await();
                    for (int value : written) {
                        wrong[worker] += value == round ? 0 : 1;
                    }
                    team.await();
                }
            });
            assertThat(written).containsOnly(300);
            assertThat(wrong).containsOnly(0);
        }
    }

    @Test
    void manyShortTasksAreAllDoneByAllWorkers() {
        try (WorkerTeam team = new WorkerTeam("team-test", 3)) {
            AtomicIntegerArray counts = new AtomicIntegerArray(3);
            for (int i = 0; i < 600; i++) {
                team.run(counts::incrementAndGet);
                assertThat(counts.get(i % 3)).isEqualTo(i + 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aFailureReachesTheCallerWhileOthersWaitAndTheTeamGoesOn(int failing) {
        try (WorkerTeam team = new WorkerTeam("team-test", 3)) {
            IllegalStateException failure = new IllegalStateException("worker " + failing);
            assertThatThrownBy(() -> team.run(worker -> {
                if (worker == failing) {
                    throw failure;
                }
                team.await();
            })).isSameAs(failure);
            int[] done = new int[3];
            team.run(worker -> {
                team.await();
                done[worker]++;
            });
            assertThat(done).containsOnly(1);
        }
    }

    @Test
    void errorsReachTheCallerToo() {
        try (WorkerTeam team = new WorkerTeam("team-test", 2)) {
            assertThatThrownBy(() -> team.run(worker -> {
                throw new OutOfMemoryError("of this test");
            })).isInstanceOf(OutOfMemoryError.class).hasMessage("of this test");
        }
    }

    @Test
    void idleWorkersAreParkedAndClosedOnesAreGone() throws InterruptedException {
        WorkerTeam team = new WorkerTeam("team-parked", 3);
        team.run(worker -> { });
        List<Thread> threads = threads("team-parked");
        assertThat(threads).hasSize(2);
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
            assertThat(thread.isDaemon()).isTrue();
        }
        team.close();
        assertThat(threads).noneMatch(Thread::isAlive);
        assertThatThrownBy(() -> team.run(worker -> { })).isInstanceOf(IllegalStateException.class);
    }

    private static List<Thread> threads(String name) {
        Thread[] all = new Thread[Thread.activeCount() + 20];
        int count = Thread.enumerate(all);
        return Arrays.stream(all, 0, count).filter(t -> t.getName().startsWith(name)).toList();
    }
}
