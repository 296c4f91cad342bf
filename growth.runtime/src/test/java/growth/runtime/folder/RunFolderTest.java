package growth.runtime.folder;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.GrowthException.Kind;
import growth.api.training.PluginOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path home;

    @Test
    void folderThatHoldsARunIsNotUsedAgain() {
        RunFolder folder = new RunFolder(home.resolve("run"));
        folder.requireNew();
        assertRefused(Kind.CHECKPOINT, folder::requireRun).contains("--resume");
        folder.create();
        folder.requireNew();
        folder.write(folder.runFile(), "name: run\n");
        assertRefused(Kind.CONFIGURATION, folder::requireNew).contains("--resume");
        assertRefused(Kind.CONFIGURATION, folder::requireNew).contains("--out");
        folder.requireRun();
        assertThat(folder.path()).isDirectoryContaining("glob:**run.yaml").isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void runsOfAnotherSeedGetAFolderOfTheirOwn() throws IOException {
        assertThat(RunFolder.of(home, "run", 1).path()).isEqualTo(home.resolve("run"));
        RunFolder first = new RunFolder(home.resolve("run"));
        first.create();
        Files.writeString(first.provenance(), "{\"seed\": 1}");
        assertThat(RunFolder.of(home, "run", 1)).isEqualTo(first);
        assertThat(RunFolder.of(home, "run", 2).path()).isEqualTo(home.resolve("run-seed2"));
        // What does not tell its seed is refused or gone on with under its own name.
        Files.writeString(first.provenance(), "{\"se");
        assertThat(RunFolder.of(home, "run", 2)).isEqualTo(first);
    }

    @Test
    void folderWithOtherThingsIsLeftAlone() throws IOException {
        Files.writeString(home.resolve("thesis.tex"), "mine");
        assertRefused(Kind.CONFIGURATION, new RunFolder(home)::requireNew).contains("--out");
        assertRefused(Kind.CONFIGURATION, new RunFolder(home.resolve("thesis.tex"))::requireNew).contains("--out");
        assertRefused(Kind.CHECKPOINT, new RunFolder(home.resolve("thesis.tex/run"))::requireNew).contains("--out");
    }

    @Test
    void folderThatCannotBeWrittenIsOneLine() throws IOException {
        Path locked = Files.createDirectory(home.resolve("locked"));
        assumeFalse(!locked.toFile().setWritable(false) || Files.isWritable(locked), "this user may write everywhere");
        assertRefused(Kind.CHECKPOINT, new RunFolder(locked.resolve("run"))::requireNew).contains("locked");
    }

    @Test
    void secondTrainingInAFolderIsRefused() {
        RunFolder folder = new RunFolder(home);
        try (RunLock lock = RunLock.take(folder)) {
            assertRefused(Kind.CHECKPOINT, () -> RunLock.take(folder)).contains("another training");
        }
        RunLock.take(folder).close();
    }

    @Test
    void whoTrainsIsWrittenDownAsLongAsItTrains() throws IOException {
        RunFolder folder = new RunFolder(home);
        assertThat(RunProcess.of(folder)).isEmpty();
        try (RunLock lock = RunLock.take(folder, "study")) {
            RunProcess process = RunProcess.of(folder).orElseThrow();
            assertThat(process.identity().pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(process.identity().standing()).isEqualTo(ProcessIdentity.Standing.ALIVE);
            assertThat(process.work()).isEqualTo("study");
            assertRefused(Kind.CHECKPOINT, () -> RunLock.take(folder)).contains(process.place());
        }
        assertThat(RunProcess.of(folder)).isEmpty();
        Files.writeString(folder.process(), "{\"pid\": 12, \"beg");
        assertThat(RunProcess.of(folder)).isEmpty();
        folder.requireNew();
    }

    @Test
    void theCommandIsWhatTheUserHasTyped() {
        String java = "/opt/growth/lib/growth-launcher.jar ";
        assertThat(RunProcess.command(java + "train run.yaml --detach")).isEqualTo("train run.yaml --detach");
        assertThat(RunProcess.command(java + "train run.yaml --detach " + RunProcess.DETACHED + " /runs/.growth-detached-12.txt"))
                .isEqualTo("train run.yaml --detach");
        assertThat(RunProcess.command("org.apache.maven.surefire.booter.ForkedBooter surefire tmp")).isEmpty();
    }

    /** The lock must survive the attempt, which other processes see: a closed channel would give it back. */
    @Test
    void anAttemptOfTheSameProcessLeavesTheLockToItsHolder() throws IOException, InterruptedException {
        RunFolder folder = new RunFolder(home);
        try (RunLock lock = RunLock.take(folder)) {
            assertRefused(Kind.CHECKPOINT, () -> RunLock.take(folder)).contains("another training");
            assertThat(lockedForOthers(home.resolve(".lock"))).isTrue();
        }
    }

    private static boolean lockedForOthers(Path file) throws IOException, InterruptedException {
        Path source = file.resolveSibling("Try.java");
        Files.writeString(source, "class Try { public static void main(String[] a) throws Exception { try (var c ="
                + " java.nio.channels.FileChannel.open(java.nio.file.Path.of(a[0]), java.nio.file.StandardOpenOption.WRITE)) {"
                + " System.exit(c.tryLock() == null ? 3 : 4); } } }");
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), source.toString(),
                file.toString()).inheritIO().start();
        int status = other.waitFor();
        assertThat(status).isBetween(3, 4);
        return status == 3;
    }

    @Test
    void aNumberThatAnotherProcessHasNowIsNotTheSameProcess() {
        ProcessIdentity here = ProcessIdentity.current();
        assertThat(here.handle()).contains(ProcessHandle.current());
        assertThat(new ProcessIdentity(here.pid(), here.began() + "0", here.host(), here.space()).standing())
                .isEqualTo(ProcessIdentity.Standing.GONE);
        assertThat(new ProcessIdentity(here.pid(), here.began(), here.host() + "2", here.space()).standing())
                .isEqualTo(ProcessIdentity.Standing.ELSEWHERE);
        assertThat(new ProcessIdentity(here.pid(), here.began(), here.host() + "2", here.space()).handle()).isEmpty();
        assertThat(new ProcessIdentity(here.pid(), here.began(), here.host(), "pid:[1]").standing())
                .isEqualTo(ProcessIdentity.Standing.ELSEWHERE);
        assertThat(new ProcessIdentity(-1, here.began(), here.host(), here.space()).standing())
                .isEqualTo(ProcessIdentity.Standing.GONE);
    }

    @Test
    void aRecordWithoutALineIsNoRun() throws IOException {
        RunFolder folder = new RunFolder(home);
        Files.createFile(folder.metrics());
        folder.requireNew();
        Files.writeString(folder.metrics(), "{}");
        assertRefused(Kind.CONFIGURATION, folder::requireNew).contains("not an empty folder");
    }

    @Test
    void provenanceRemembersEveryStart() throws IOException {
        Path file = home.resolve("provenance.json");
        Provenance provenance = new Provenance(3, Map.of("train.sha256", "abc", "train.files", "1"));
        Map<String, String> machine = Machine.facts();
        Files.writeString(file, provenance.with(Optional.empty(), new Provenance.Start("t0", 0, machine, Map.of("blas", "x"),
                Map.of("engine cpu", new PluginOrigin("b", "1", "beef")), Map.of(), List.of())));
        Files.writeString(file, provenance.with(Optional.of(file), new Provenance.Start("t1", 10, machine, Map.of("blas", "y"), Map.of(),
                Map.of("b", "1"), List.of(new SettingChange("training.optimizer.lr", "3e-3", "3e-4")))));
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.get("seed").asLong()).isEqualTo(3);
        assertThat(json.get("starts")).hasSize(2);
        assertThat(json.at("/starts/0/engine/blas").asText()).isEqualTo("x");
        assertThat(json.at("/starts/0/plugins/engine cpu").toString())
                .isEqualTo("{\"bundle\":\"b\",\"version\":\"1\",\"sha256\":\"beef\"}");
        assertThat(json.at("/starts/0/changes")).isEmpty();
        assertThat(json.at("/starts/1/changes").toString())
                .isEqualTo("[{\"setting\":\"training.optimizer.lr\",\"from\":\"3e-3\",\"to\":\"3e-4\"}]");
        assertThat(json.at("/starts/1/step").asLong()).isEqualTo(10);
        assertThat(json.at("/starts/1/machine/java").asText()).isNotEmpty();

        assertThat(Provenance.data(file)).isEqualTo(Map.of("train.sha256", "abc", "train.files", "1"));
    }
}
