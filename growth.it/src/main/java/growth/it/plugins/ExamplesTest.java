package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import growth.runtime.plan.Plan;
import growth.runtime.plan.PlanCache;
import growth.runtime.plan.Planner;
import growth.runtime.run.RunFiles;
import growth.study.file.Studies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every run file and study file that comes with the distribution can be trained as it is: nothing in it is refused. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("growth.home"), "examples");
    @TempDir
    private static Path cache;
    private static PlanCache shared;
    private final Felix felix = new Felix();

    /** The machine is measured for one of them only. */
    @BeforeAll
    static void share() {
        shared = PlanCache.in(cache);
    }

    @AfterAll
    static void close() {
        shared.close();
    }

    @TestFactory
    List<DynamicTest> everyExampleCanBeTrained() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            List<Path> examples = files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
            assertThat(examples).contains(EXAMPLES.resolve("quickstart.yaml"), EXAMPLES.resolve("studies/quickstart.yaml"));
            return examples.stream().map(f -> dynamicTest(EXAMPLES.relativize(f).toString(),
                    () -> plan(f, f.getParent().getFileName().toString().equals("studies")))).toList();
        }
    }

    private void plan(Path example, boolean study) {
        if (study) {
            Studies studies = felix.service(Studies.class);
            assertThat(studies.plan(studies.read(example, List.of()), cache, line -> { }).refusal()).isEmpty();
            return;
        }
        Plan plan = felix.service(Planner.class).plan(felix.service(RunFiles.class).read(example, List.of()), shared, line -> { });
        assertThat(plan.stages()).isNotEmpty();
    }
}
