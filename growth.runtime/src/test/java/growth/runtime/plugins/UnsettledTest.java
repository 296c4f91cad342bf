package growth.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who waits for what is in a folder waits for that, and for nothing that comes later. */
class UnsettledTest {

    private static final Path A = Path.of("a.jar");
    private static final Path B = Path.of("b.jar");
    private static final JarStamp OLD = new JarStamp(10, 1, "key", true);
    private static final JarStamp NEW = new JarStamp(20, 2, "other key", true);

    @Test
    void nothingIsWaitedForWhereAllIsDealtWith() {
        assertThat(new Unsettled(Map.of(A, OLD), Map.of(A, OLD)).over(Map.of(A, OLD), Map.of(A, OLD))).isTrue();
    }

    @Test
    void aJarIsWaitedForUntilItIsDealtWith() {
        Unsettled unsettled = new Unsettled(Map.of(), Map.of(A, OLD));
        assertThat(unsettled.over(Map.of(), Map.of(A, OLD))).isFalse();
        assertThat(unsettled.over(Map.of(), Map.of(A, NEW))).as("still being copied").isFalse();
        assertThat(unsettled.over(Map.of(A, NEW), Map.of(A, NEW))).isTrue();
    }

    @Test
    void aJarThatChangesAgainAfterItWasDealtWithIsNotWaitedForAgain() {
        Unsettled unsettled = new Unsettled(Map.of(A, OLD), Map.of(A, NEW));
        JarStamp third = new JarStamp(30, 3, "third key", true);
        assertThat(unsettled.over(Map.of(A, OLD), Map.of(A, third))).isFalse();
        assertThat(unsettled.over(Map.of(A, NEW), Map.of(A, third))).isTrue();
    }

    @Test
    void aDeletedJarIsWaitedForUntilItIsGone() {
        Unsettled unsettled = new Unsettled(Map.of(A, OLD), Map.of());
        assertThat(unsettled.over(Map.of(A, OLD), Map.of())).isFalse();
        assertThat(unsettled.over(Map.of(), Map.of())).isTrue();
    }

    @Test
    void aJarThatComesLaterIsNotWaitedFor() {
        Unsettled unsettled = new Unsettled(Map.of(), Map.of(A, OLD));
        assertThat(unsettled.over(Map.of(A, OLD), Map.of(A, OLD, B, NEW))).isTrue();
    }

    @Test
    void aJarThatIsTakenBackIsNotWaitedFor() {
        assertThat(new Unsettled(Map.of(), Map.of(A, OLD)).over(Map.of(), Map.of())).isTrue();
        assertThat(new Unsettled(Map.of(A, OLD), Map.of()).over(Map.of(A, OLD), Map.of(A, OLD))).isTrue();
    }
}
