package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.shell.doctor.Check;
import growth.shell.doctor.DirectoryCheck;
import growth.shell.doctor.EngineCheck;
import growth.shell.doctor.Finding;
import growth.shell.doctor.Finding.Verdict;
import growth.shell.doctor.JavaCheck;
import growth.shell.doctor.MachineCheck;
import growth.shell.doctor.PluginCheck;
import growth.shell.fake.CountingEngine;
import growth.shell.fake.FakeCatalogue;
import growth.shell.fake.FakeOperator;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    private static Result doctor(Path folder, Check... checks) {
        return new Trial().in(folder).with("doctor", () -> new DoctorCommand(List.of(checks))).run("doctor");
    }

    private static Result doctor(Check... checks) {
        return doctor(Path.of(""), checks);
    }

    @Test
    void printsALinePerFindingAndWhatToDo() {
        Result result = doctor(console -> List.of(new Finding(Verdict.OK, "Java", "17", ""),
                new Finding(Verdict.WARN, "cores", "1", "give it more")));

        assertThat(result).isEqualTo(new Result(0, """
                OK    Java   17
                WARN  cores  1
                             → give it more

                training is possible; 1 line is a warning
                """, ""));
    }

    @Test
    void somethingEssentialMissingIsExitStatusThree() {
        Result result = doctor(console -> List.of(new Finding(Verdict.FAIL, "engines", "none can be used", "install again")));

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).contains("FAIL  engines  none can be used", "training is not possible: 1 of these lines FAIL");
    }

    @Test
    void anEngineIsMeasuredAndDescribed() {
        FakeCatalogue catalogue = new FakeCatalogue().with("cpu", new CountingEngine(50e9));
        Result result = doctor(new EngineCheck(catalogue, "cpu"));

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("OK  engine cpu  blas: none", "OK  engine cpu  sgemm with 2 workers: 50.0 GFLOP/s");
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void aSlowEngineIsAWarning() {
        assertThat(doctor(new EngineCheck(new FakeCatalogue().with("cpu", new CountingEngine(1e9)), "cpu")).out())
                .contains("WARN  engine cpu  sgemm with 2 workers: 1.0 GFLOP/s, which is slow");
    }

    @Test
    void missingOrBrokenNativeLibrariesFail() {
        assertThat(doctor(new EngineCheck(new FakeCatalogue(), "cpu")).status()).isEqualTo(3);
        FakeCatalogue catalogue = new FakeCatalogue().with("cpu", new CountingEngine(50e9) {
            @Override
            public Peak peak(int workers) {
                throw new UnsatisfiedLinkError("no jnind4jcpu in java.library.path");
            }
        });

        Result result = doctor(new EngineCheck(catalogue, "cpu"));
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).contains("FAIL  engine cpu", "java.lang.UnsatisfiedLinkError: no jnind4jcpu",
                "→ check that the installation");
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void pluginsAreListedAndBrokenOnesWarnedOf() {
        FakeCatalogue catalogue = new FakeCatalogue().with(new FakeOperator("stack")).withData("text").with("cpu", new CountingEngine(50e9))
                .brokenJar("torn.jar", "the jar is truncated");
        Result result = doctor(new PluginCheck(catalogue));

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("OK    operators     stack", "OK    data sources  text", "WARN  schedules     none can be used",
                "WARN  jar torn.jar  the jar is truncated (torn.jar)");
    }

    @Test
    void withoutEngineOrDataNothingCanBeTrained() {
        assertThat(doctor(new PluginCheck(new FakeCatalogue().with("cpu", new CountingEngine(1)))).status()).isEqualTo(3);
        assertThat(doctor(new PluginCheck(new FakeCatalogue().withData("text"))).status()).isEqualTo(3);
        assertThat(doctor(new PluginCheck(new FakeCatalogue().withData("text").with("cpu", new CountingEngine(1)))).status()).isZero();
    }

    @Test
    void looksAtThisMachine(@TempDir Path folder) throws Exception {
        Result result = doctor(folder, new JavaCheck(), new MachineCheck(), new DirectoryCheck());

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("Java            " + System.getProperty("java.version"), "Java heap", "cores", "memory",
                folder + " can be written");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsAWarning(@TempDir Path folder) {
        assertThat(doctor(folder.resolve("missing"), new DirectoryCheck()).out())
                .contains("WARN  working folder", "missing cannot be written",
                "→ start growth in another folder");
    }

    @Test
    void printsJson() {
        Check check = console -> List.of(new Finding(Verdict.WARN, "cores", "1", "give it more"));

        assertThat(new Trial().with("doctor", () -> new DoctorCommand(List.of(check))).run("doctor", "--json").out())
                .contains("\"verdict\": \"WARN\"", "\"remedy\": \"give it more\"", "\"possible\": true");
    }
}
