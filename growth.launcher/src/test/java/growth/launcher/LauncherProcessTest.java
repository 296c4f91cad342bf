package growth.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import growth.testing.BundleJar;
import growth.testing.ForkedProcess;
import growth.testing.ForkedProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Arguments in, exit status out, signals: in real processes. */
class LauncherProcessTest {

    private static final int SIGINT = 2;

    @TempDir
    private Path temporary;

    private Path home;
    private Path storage;

    @BeforeEach
    void makeInstallation() throws IOException {
        home = temporary.resolve("a home");
        storage = Files.createDirectory(temporary.resolve("storage"));
        Files.createDirectories(home.resolve("bundle"));
        BundleJar.write(home.resolve("bundle/probe.jar"), Map.of(
                "Bundle-SymbolicName", "probe",
                "Bundle-Activator", Probe.class.getName(),
                "Import-Package", "org.osgi.framework, jdk.incubator.vector;resolution:=optional"), Probe.class);
    }

    private ForkedProcess start(String... arguments) throws IOException {
        return LauncherProcess.start(home, temporary, List.of(), arguments);
    }

    private Path work(String name) throws IOException {
        return Files.createDirectory(temporary.resolve(name));
    }

    @Test
    void handsOverTheArgumentsAndTheFolders() throws IOException, InterruptedException {
        Ended ended = start("print", "a b", "--set", "ü=1").end().exits(0);
        assertThat(ended.output()).startsWith("[print, a b, --set, ü=1] on main").contains(home.toString(), home.resolve("plugins")
                .toString());
        assertThat(ended.errors()).isEmpty();
    }

    @Test
    void exitsWithTheCommandsStatusAfterStoppingItsBundle() throws IOException, InterruptedException {
        Ended ended = start("status", "5").end().exits(5);
        assertThat(ended.output()).isEqualToIgnoringNewLines("bundle stopped");
        assertThat(storage).isEmptyDirectory();
    }

    @Test
    void aFailureIsOneLineAndWithDebugItsStackTrace() throws IOException, InterruptedException {
        Ended ended = start("fail").end().exits(1);
        assertThat(ended.errors()).isEqualToIgnoringNewLines("growth: unexpected: java.io.IOException: no such corpus");

        Ended debugged = LauncherProcess.start(home, temporary, List.of("-Dgrowth.debug=true"), "fail").end();
        assertThat(debugged.errors()).contains("at growth.launcher.Probe.call(");
    }

    @Test
    void aBundleSeesTheVectorApiWithoutAnyOption() throws IOException, InterruptedException {
        Ended ended = start("vector").end().exits(0);
        assertThat(ended.errors()).isEmpty();
    }

    @Test
    void aCommandThatComputesNothingPromisesTheVectorApiWithoutLoadingIt() throws IOException, InterruptedException {
        BundleJar.write(home.resolve("bundle/vectors.jar"), Map.of("Bundle-SymbolicName", "vectors", "Import-Package",
                "jdk.incubator.vector"));
        Ended ended = LauncherProcess.start(home, temporary, List.of("-Dgrowth.vectors=false"), "vector").end();
        assertThat(ended.errors()).doesNotContain("vectors does not start").contains("ClassNotFoundException: jdk.incubator.vector");
    }

    @Test
    void aBundleThatDoesNotStartIsNamedAndTheOthersRun() throws IOException, InterruptedException {
        BundleJar.write(home.resolve("bundle/broken.jar"), Map.of("Bundle-SymbolicName", "broken", "Import-Package", "nowhere"));
        Files.writeString(home.resolve("bundle/no.jar"), "no jar");
        Ended ended = start("status", "0").end().exits(0);
        assertThat(ended.errors()).contains("growth: broken does not start: ").contains("growth: no.jar cannot be installed: ");
    }

    @Test
    void withoutACommandItSaysSo() throws IOException, InterruptedException {
        Files.delete(home.resolve("bundle/probe.jar"));
        Ended ended = start("train").end().exits(1);
        assertThat(ended.errors()).startsWith("growth: no command: none of the bundles in ").hasLineCount(1);
    }

    @Test
    void withoutAnInstallationItSaysSo() throws IOException, InterruptedException {
        Ended ended = LauncherProcess.start(temporary.resolve("nothing"), temporary, List.of(), "train").end().exits(1);
        assertThat(ended.errors()).startsWith("growth: no installation at ").hasLineCount(1);
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no signals")
    void onSigtermTheCommandSavesFirst() throws IOException, InterruptedException {
        savesFirst("TERM", 143);
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no signals")
    void onSigintTheCommandSavesFirst() throws IOException, InterruptedException {
        assumeFalse(ignores(SIGINT), "this build was started with SIGINT ignored, and so are its children");
        savesFirst("INT", 130);
    }

    private void savesFirst(String signal, int status) throws IOException, InterruptedException {
        Path run = work("run");
        ForkedProcess process = start("train", run.toString());
        process.awaitFile(run.resolve("training"));
        process.send(signal);
        Ended ended = process.end().exits(status);
        assertThat(run.resolve("saved")).exists();
        assertThat(ended.output().lines()).containsExactly("saved", "bundle stopped");
        assertThat(storage).isEmptyDirectory();
    }

    @Test
    void aBundleThatEndsTheProcessIsNamedAndTheStatusIsNotIts() throws IOException, InterruptedException {
        Ended ended = start("leave").end().exits(3);
        assertThat(ended.errors()).startsWith("growth: growth.launcher.Probe.leave of probe ").contains(" has called System.exit")
                .hasLineCount(1);
        assertThat(storage).isEmptyDirectory();
    }

    @Test
    void aCommandThatABundleWouldEndSavesFirst() throws IOException, InterruptedException {
        Path run = work("run");
        Ended ended = start("leave-beside", run.toString()).end().exits(3);
        assertThat(run.resolve("saved")).exists();
        assertThat(ended.output().lines()).containsExactly("saved", "bundle stopped");
        assertThat(ended.errors()).startsWith("growth: growth.launcher.Probe.leave of probe ");
    }

    @Test
    void whereBundlesDecideWhenItEndsTheyDecideTheStatus() throws IOException, InterruptedException {
        BundleJar.write(home.resolve("bundle/probe.jar"), Map.of("Bundle-SymbolicName", "tester", "Bundle-Activator",
                LeavingActivator.class.getName(), "Import-Package", "org.osgi.framework"), LeavingActivator.class);
        Ended ended = LauncherProcess.start(home, temporary, List.of("-D" + Session.WAIT + "=true")).end().exits(LeavingActivator.STATUS);
        assertThat(ended.errors()).isEmpty();
    }

    @Test
    void startsSafelyWhereverTheOptionStands() throws IOException, InterruptedException {
        assertThat(start("safe", "--safe").end().status()).isZero();
        assertThat(start("safe").end().status()).isEqualTo(9);
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no signals")
    void aBundleThatNeverComesBackFromItsStartDoesNotKeepTheProcess() throws IOException, InterruptedException {
        BundleJar.write(home.resolve("bundle/aaa.jar"), Map.of("Bundle-SymbolicName", "aaa", "Bundle-Activator",
                StuckActivator.class.getName(), "Import-Package", "org.osgi.framework"), StuckActivator.class);
        ForkedProcess process = start("status", "0");
        process.awaitFile(home.resolve("stuck"));
        long begin = System.nanoTime();
        process.send("TERM");
        assertThat(process.end().status()).isEqualTo(143);
        assertThat(System.nanoTime() - begin).isLessThan(8_000_000_000L);
    }

    /** A process that is started in the background of a script has SIGINT ignored, which its children inherit. */
    private static boolean ignores(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String mask = Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow();
        return (Long.parseUnsignedLong(mask.substring("SigIgn:".length()).trim(), 16) >>> (signal - 1) & 1) == 1;
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no signals")
    void twoRunAtTheSameTimeAndTheThirdCleansUpAfterAKilledOne() throws IOException, InterruptedException {
        Path one = work("one");
        Path two = work("two");
        ForkedProcess killed = start("train", one.toString());
        ForkedProcess alive = start("train", two.toString());
        killed.awaitFile(one.resolve("training"));
        alive.awaitFile(two.resolve("training"));
        assertThat(storage.toFile().list()).hasSize(2);

        killed.send("KILL");
        killed.end();
        assertThat(start("status", "0").end().status()).isZero();
        assertThat(storage.toFile().list()).hasSize(1);

        assertThat(alive.isAlive()).isTrue();
        alive.send("TERM");
        assertThat(alive.end().status()).isEqualTo(143);
        assertThat(storage).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no signals")
    void aCommandThatDoesNotStopIsNotWaitedForForEver() throws IOException, InterruptedException {
        ForkedProcess process = LauncherProcess.start(home, temporary, List.of("-D" + Installation.SAVE_TIMEOUT + "=50"), "deaf");
        process.awaitFile(home.resolve("deaf"));
        process.send("TERM");
        assertThat(process.end().status()).isEqualTo(143);
    }
}
