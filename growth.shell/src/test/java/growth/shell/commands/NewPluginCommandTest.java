package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.shell.fake.FakeCatalogue;
import growth.shell.fake.FakeOperator;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written; that it builds and trains is tested with the distribution. */
class NewPluginCommandTest {
    private final FakeCatalogue catalogue = new FakeCatalogue().with(new FakeOperator("stack"));

    @TempDir
    private Path folder;
    private Trial trial;

    @BeforeEach
    void install() throws IOException {
        Path home = Files.createDirectories(folder.resolve("growth home"));
        Files.createDirectory(home.resolve("repository"));
        trial = new Trial().in(folder).with("new-plugin", () -> new NewPluginCommand(home, Path.of("/plugins"), catalogue));
    }

    @Test
    void writesAProjectWithAnOperator() throws IOException {
        assertThat(trial.run("new-plugin", "my-stack")).isEqualTo(new Result(0, """
                wrote my-stack: the operator 'my-stack' with a test and what builds them
                  build:    (cd my-stack && mvn verify)
                  install:  cp my-stack/target/my-stack-0.1.0.jar /plugins
                  look:     growth operators my-stack
                """, ""));
        Path project = folder.resolve("my-stack");
        assertThat(files(project)).containsExactlyInAnyOrder(".gitignore", ".mvn/maven.config", "README.md", "bnd.bnd", "pom.xml",
                "src/main/java/mystack/MyStackOperator.java", "src/test/java/mystack/MyStackOperatorTest.java");
        assertThat(project.resolve("src/main/java/mystack/MyStackOperator.java")).content().startsWith("package mystack;\n")
                .contains("@OperatorName(\"my-stack\")\n", "public final class MyStackOperator ");
        assertThat(project.resolve("pom.xml")).content().contains("<artifactId>my-stack</artifactId>",
                "<growth.repository>file:///", "/growth%20home/repository/</growth.repository>");
    }

    @Test
    void writesAProjectWithAScheduleElsewhere() throws IOException {
        assertThat(trial.run("new-plugin", "in-2-steps", "--schedule", "--dir", "a/b").status()).isZero();
        assertThat(folder.resolve("a/b/src/main/java/in2steps/In2StepsSchedule.java")).content()
                .contains("@ScheduleName(\"in-2-steps\")\n", "public final class In2StepsSchedule ");
    }

    @Test
    void leavesNothingToFillIn() throws IOException {
        trial.run("new-plugin", "one", "--operator");
        trial.run("new-plugin", "two", "--schedule");
        trial.run("new-plugin", "three", "--suite");
        assertThat(folder.resolve("three/src/main/java/three/ThreeSuite.java")).content().contains("@SuiteName(\"three\")\n");
        for (String project : List.of("one", "two", "three")) {
            for (String file : files(folder.resolve(project))) {
                assertThat(folder.resolve(project).resolve(file)).content().doesNotContain("{{", "}}", "@maven", "@project", "@bnd");
            }
        }
    }

    /** An author's project, and the example that the repository holds, are built in the same way. */
    @Test
    void theExampleIsBuiltAsANewProjectIs() throws IOException {
        trial.run("new-plugin", "noisy-stack");
        String example = Files.readString(Path.of("../examples/growth.example.noisy/pom.xml"));
        assertThat(afterRepository(example)).isEqualTo(afterRepository(Files.readString(folder.resolve("noisy-stack/pom.xml"))));
    }

    private static String afterRepository(String pom) {
        return pom.substring(pom.indexOf("<repositories>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "My-Stack", "my_stack", "my--stack", "-stack", "2x", "../stack", "größer"})
    void namesThatRunFilesCouldNotHaveAreRefused(String name) throws IOException {
        Result result = trial.run("new-plugin", "--", name).ends(2);
        assertThat(result.err()).isEqualTo("growth: '" + name + "' is not a plug-in name: give lower-case words joined by hyphens,"
                + " at most 60 letters and digits, e.g. my-stack\n");
        assertThat(files(folder)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"class", "java", "growth", "learning"})
    void namesThatJavaCouldNotHaveAreRefused(String name) {
        assertThat(trial.run("new-plugin", name)).isEqualTo(new Result(2, "", "growth: '" + name
                + "' would clash with a word of Java or of growth; give two words, e.g. my-" + name + "\n"));
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        assertThat(trial.run("new-plugin", "stack")).isEqualTo(new Result(2, "",
                "growth: the operator 'stack' is installed already (fake.bundle 1.0.0); give another name\n"));
        assertThat(trial.run("new-plugin", "stack", "--schedule").status()).isZero();
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path file = Files.writeString(Files.createDirectory(folder.resolve("mine")).resolve("pom.xml"), "mine");
        assertThat(trial.run("new-plugin", "mine")).isEqualTo(new Result(2, "", "growth: " + folder.resolve("mine")
                + ": the project cannot be written there: it exists already; choose another folder with --dir\n"));
        assertThat(file).hasContent("mine");
    }

    @Test
    void oneKindIsWritten() {
        assertThat(trial.run("new-plugin", "both", "--operator", "--schedule")).isEqualTo(new Result(2, "",
                "growth: a project holds one plug-in: give one of --operator, --schedule and --suite\n"));
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(Files::isRegularFile).map(file -> root.relativize(file).toString().replace('\\', '/')).toList();
        }
    }
}
