package growth.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jars are touched when they stand still. */
class FolderChangeTest {

    private static final Path A = Path.of("a.jar");
    private static final Path B = Path.of("b.jar");
    private static final JarStamp HALF = new JarStamp(10, 1, "key", true);
    private static final JarStamp WHOLE = new JarStamp(20, 2, "key", true);
    private static final JarStamp REPLACED = new JarStamp(20, 2, "other key", true);

    @Test
    void aJarThatIsStillGrowingIsLeftAlone() {
        assertThat(FolderChange.between(Map.of(), Map.of(), Map.of(A, HALF)).isNothing()).isTrue();
        assertThat(FolderChange.between(Map.of(), Map.of(A, HALF), Map.of(A, WHOLE)).isNothing()).isTrue();
    }

    @Test
    void aJarThatStandsStillIsNew() {
        assertThat(FolderChange.between(Map.of(), Map.of(A, WHOLE), Map.of(A, WHOLE)).changed()).containsExactly(A);
    }

    @Test
    void aJarThatWasDealtWithIsNothing() {
        assertThat(FolderChange.between(Map.of(A, WHOLE), Map.of(A, WHOLE), Map.of(A, WHOLE)).isNothing()).isTrue();
    }

    @Test
    void aJarOfTheSameLengthAndTimeIsStillAnotherOne() {
        assertThat(FolderChange.between(Map.of(A, WHOLE), Map.of(A, REPLACED), Map.of(A, REPLACED)).changed()).containsExactly(A);
    }

    @Test
    void aDeletedJarGoesAtOnce() {
        FolderChange change = FolderChange.between(Map.of(A, WHOLE), Map.of(A, WHOLE), Map.of());
        assertThat(change.gone()).containsExactly(A);
        assertThat(change.changed()).isEmpty();
    }

    @Test
    void aRenamedJarComesInTheLookInWhichItGoes() {
        FolderChange change = FolderChange.between(Map.of(A, WHOLE), Map.of(A, WHOLE), Map.of(B, WHOLE));
        assertThat(change.gone()).containsExactly(A);
        assertThat(change.changed()).containsExactly(B);
        assertThat(FolderChange.between(Map.of(A, WHOLE), Map.of(A, WHOLE), Map.of(B, REPLACED)).changed()).isEmpty();
    }

    @Test
    void whereFilesHaveNoNumbersARenamedJarIsANewOne() {
        JarStamp plain = new JarStamp(20, 2, null, true);
        assertThat(FolderChange.between(Map.of(A, plain), Map.of(A, plain), Map.of(B, plain)).changed()).isEmpty();
    }
}
