package growth.api;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.Baseline.Info;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Diff;
import aQute.bnd.service.diff.Type;
import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the api with the jar of its last version, which is kept. A package whose version does not say what has changed makes the build
 * fail: plug-ins that were built with the kept version would be taken for fitting.
 */
class BaselineTest {
    private static final File KEPT = new File("../cnf/baseline/growth.api-1.0.0.jar");
    private static final Set<Delta> CHANGES = Set.of(Delta.ADDED, Delta.REMOVED, Delta.MAJOR, Delta.MINOR, Delta.MICRO, Delta.CHANGED);
    private static final Set<Type> TYPES = Set.of(Type.CLASS, Type.INTERFACE, Type.ENUM, Type.ANNOTATION);

    @Test
    void versionsSayWhatHasChanged() throws Exception {
        try (Jar kept = new Jar(KEPT); Jar built = new Jar(new File("target/classes")); Processor log = new Processor()) {
            Set<Info> packages = new Baseline(log, new DiffPluginImpl()).baseline(built, kept, null);
            assertThat(packages).as("packages of the api").hasSizeGreaterThan(5);
            assertThat(packages.stream().filter(info -> info.mismatch).map(BaselineTest::words)).isEmpty();
        }
    }

    private static String words(Info info) {
        return info.packageName + " " + info.newerVersion + " needs the version " + info.suggestedVersion + " in its package-info.java, or"
                + " not to have changed since " + info.olderVersion + ": " + String.join(", ", changes(info.packageDiff).toList());
    }

    /** Returns what has changed, at the ends of the tree, with the type that it belongs to. */
    private static Stream<String> changes(Diff diff) {
        List<Diff> changed = diff.getChildren().stream().filter(child -> CHANGES.contains(child.getDelta())).toList();
        if (diff.getDelta() == Delta.ADDED || diff.getDelta() == Delta.REMOVED || changed.isEmpty()) {
            return Stream.of(words(diff.getDelta()) + " " + words(diff.getType()) + " " + diff.getName());
        }
        String within = TYPES.contains(diff.getType()) ? " of " + diff.getName() : "";
        return changed.stream().flatMap(BaselineTest::changes).map(change -> change + within);
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
