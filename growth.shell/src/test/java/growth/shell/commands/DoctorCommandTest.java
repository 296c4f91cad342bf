package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.engine.Engine;
import growth.api.engine.Placement;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    private Path folder;

    private Result doctor(Finding... findings) {
        return new Trial().in(folder).with("doctor", () -> new DoctorCommand(() -> List.of(findings), new FakeCatalogue())).run("doctor");
    }

    private Result doctor(String name, HealthCheck check) {
        return doctor(Finding.of(name, check.execute()).toArray(Finding[]::new));
    }

    private Result engine(FakeCatalogue catalogue) {
        return doctor(EngineCheck.SUBJECT, new EngineCheck(catalogue));
    }

    private Result plugins(FakeCatalogue catalogue) {
        return doctor("plug-ins", new PluginCheck(catalogue));
    }

    @Test
    void printsALinePerFindingAndWhatToDo() {
        Result result = doctor(new Finding(Verdict.OK, "Java", "17", ""), new Finding(Verdict.WARN, "cores", "1", "give it more")).ends(0);
        assertThat(result.err()).isEmpty();
        assertThat(result.lines().subList(0, 3)).containsExactly(
                "OK    Java            17",
                "WARN  cores           1",
                "                      → give it more");
        assertThat(result.out()).endsWith("\n\ntraining is possible; 1 line is a warning\n");
    }

    @Test
    void anEntrysFirstLineIsTheFactAndTheOthersSayWhatToDo() {
        FormattingResultLog log = new FormattingResultLog();
        log.info("fine");
        log.debug("not of interest");
        log.warn("half\nturn it\noff and on");
        log.temporarilyUnavailable("soon");
        log.healthCheckError("odd");
        log.critical("gone");

        assertThat(Finding.of("disk", new org.apache.felix.hc.api.Result(log))).containsExactly(
                new Finding(Verdict.OK, "disk", "fine", ""),
                new Finding(Verdict.WARN, "disk", "half", "turn it off and on"),
                new Finding(Verdict.WARN, "disk", "soon", ""),
                new Finding(Verdict.WARN, "disk", "odd", ""),
                new Finding(Verdict.FAIL, "disk", "gone", ""));
    }

    @Test
    void somethingEssentialMissingIsExitStatusThree() {
        Result result = doctor(new Finding(Verdict.FAIL, "engines", "none can be used", "install again")).ends(3);
        assertThat(result.out()).contains("FAIL  engines         none can be used", "training is not possible: 1 of these lines FAIL");
    }

    @Test
    void anEngineIsMeasuredAndDescribed() {
        FakeCatalogue catalogue = new FakeCatalogue().with("cpu", new CountingEngine(50e9));
        Result result = engine(catalogue).ends(0);
        assertThat(result.out()).contains("OK  engine          cpu computes where no engine is named", "OK  engine          blas: none",
                "OK  engine          sgemm with 2 workers: 50.0 GFLOP/s");
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void whatMakesAnEngineSlowIsAWarningWithARemedy() {
        CountingEngine slowed = new CountingEngine(50e9) {
            @Override
            public OptionalDouble registerPeak(int workers, Placement placement) {
                return OptionalDouble.of(100e9);
            }
        };
        slowed.around = new Engine.Surroundings(Map.of("bf16", "unknown"),
                List.of(new Engine.Hindrance("SLOW=1 makes it slow", "unset it")));
        assertThat(engine(new FakeCatalogue().with("cpu", slowed)).ends(0).lines()).contains("OK    engine          bf16: unknown",
                "WARN  engine          SLOW=1 makes it slow", "                      → unset it",
                "OK    engine          multiply-adds in registers: 100.0 GFLOP/s, of which sgemm reaches 50%");
    }

    /** An engine for other machines makes no warning of this one. */
    @Test
    void eachOtherEngineSaysWhetherItCanComputeHere() {
        FakeCatalogue catalogue = new FakeCatalogue().with("cpu", new CountingEngine(50e9)).with("other", new CountingEngine(50e9) {
            @Override
            public Optional<String> obstacle(Placement placement) {
                return Optional.of("there is no libother; install it");
            }
        }).with("third", new CountingEngine(50e9));
        Result result = engine(catalogue).ends(0);
        assertThat(result.out()).contains("OK  engine          engine 'other' cannot compute here: there is no libother; install it",
                "OK  engine          third can compute on cpu: blas: none");
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void anEngineThatIsChosenIsMeasured() {
        CountingEngine other = new CountingEngine(70e9);
        FakeCatalogue catalogue = new FakeCatalogue().with("cpu", new CountingEngine(50e9)).with("other", other);
        Trial trial = new Trial().in(folder).with("doctor", () -> new DoctorCommand(List::of, catalogue));
        assertThat(trial.run("doctor", "--engine", "other").ends(0).out()).contains("other as chosen",
                "sgemm with 2 workers: 70.0 GFLOP/s");
        assertThat(trial.run("doctor", "--engine", "other", "--device", "cuda").ends(3).out())
                .contains("--device: this engine computes on the cpu alone, not on cuda");
    }

    @Test
    void aSlowEngineIsAWarning() {
        assertThat(engine(new FakeCatalogue().with("cpu", new CountingEngine(1e9))).out())
                .contains("WARN  engine          sgemm with 2 workers: 1.0 GFLOP/s, which is slow");
    }

    @Test
    void missingOrBrokenNativeLibrariesFail() {
        assertThat(engine(new FakeCatalogue()).status()).isEqualTo(3);
        FakeCatalogue catalogue = new FakeCatalogue().with("cpu", new CountingEngine(50e9) {
            @Override
            public Peak peak(int workers) {
                throw new UnsatisfiedLinkError("no jnind4jcpu in java.library.path");
            }
        });

        Result result = engine(catalogue).ends(3);
        assertThat(result.out()).contains("FAIL  engine", "java.lang.UnsatisfiedLinkError: no",
                "→ check that the installation");
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void pluginsAreListedAndBrokenOnesWarnedOf() {
        FakeCatalogue catalogue = new FakeCatalogue().with(new FakeOperator("stack")).withData("text").with("cpu", new CountingEngine(50e9))
                .brokenJar("torn.jar", "the jar is truncated");
        Result result = plugins(catalogue).ends(0);
        assertThat(result.out()).contains("OK    plug-ins        operators: stack", "OK    plug-ins        data sources: text",
                "WARN  plug-ins        schedules: none can be used", "WARN  plug-ins        jar torn.jar: the jar is truncated (torn.jar)");
    }

    @Test
    void withoutEngineOrDataNothingCanBeTrained() {
        assertThat(plugins(new FakeCatalogue().with("cpu", new CountingEngine(1))).status()).isEqualTo(3);
        assertThat(plugins(new FakeCatalogue().withData("text")).status()).isEqualTo(3);
        assertThat(plugins(new FakeCatalogue().withData("text").with("cpu", new CountingEngine(1))).status()).isZero();
    }

    @Test
    void looksAtThisMachine() throws IOException {
        List<Finding> findings = new ArrayList<>(Finding.of("Java", new JavaCheck().execute()));
        findings.addAll(Finding.of("machine", new MachineCheck().execute()));
        Result result = doctor(findings.toArray(Finding[]::new)).ends(0);
        assertThat(result.out()).contains("Java            " + System.getProperty("java.version"), "heap: at most", "cores", "memory: ",
                "can be written");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsAWarning() {
        folder = folder.resolve("missing");
        assertThat(doctor().out()).contains("WARN  working folder", "missing cannot be written", "→ start growth in another folder");
    }

    @Test
    void printsJson() {
        List<Finding> findings = List.of(new Finding(Verdict.WARN, "cores", "1", "give it more"));

        assertThat(new Trial().with("doctor", () -> new DoctorCommand(() -> findings, new FakeCatalogue())).run("doctor", "--json").out())
                .contains("\"verdict\": \"WARN\"", "\"remedy\": \"give it more\"", "\"possible\": true");
    }
}
