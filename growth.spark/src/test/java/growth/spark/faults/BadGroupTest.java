package growth.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.testing.ForkedProcess.Ended;
import growth.testing.run.Distribution;
import growth.testing.run.Folders;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ranks that do not fit together are refused in one line on every rank, at once, and what is missing can be brought. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "has no sh, or other signals")
class BadGroupTest {

    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"([0-9]+).*");
    private static final int CONFIGURATION = 2;
    private static final int PLUGIN = 3;
    private static final int CHECKPOINT = 6;

    @TempDir
    private Path folder;
    private Trial trial;

    @BeforeEach
    void writeRun() throws IOException {
        trial = Trial.of(TinyRun.growing(), folder, "out");
    }

    /** Runs the ranks to their end, and checks that each ends with that status and one line of its own. */
    private List<Ended> refused(Trial bad, int status, String... words) throws IOException, InterruptedException {
        try (Ranks ranks = bad.start()) {
            List<Ended> all = ranks.end();
            assertThat(all).allSatisfy(ended -> assertThat(said(ended.exits(status))).singleElement());
            assertThat(all).as("somebody says what").anySatisfy(ended -> assertThat(ended.errors()).contains(words));
            return all;
        }
    }

    private void nothingWritten() throws IOException {
        assertThat(Folders.names(trial.out())).as("what was written").isEmpty();
    }

    /** What the command itself says, without what its log warns of, such as a stranger's call. */
    private static List<String> said(Ended ended) {
        return ended.errors().lines().filter(line -> line.startsWith("growth: ")).toList();
    }

    @Test
    void nobodyComes() throws IOException, InterruptedException {
        try (Ranks ranks = Ranks.start(trial.with("-Dgrowth.peers.meeting.seconds=2").seats().subList(0, 1), trial.command())) {
            Ended ended = ranks.rank(0).end().exits(Trial.PEER_LOST);
            assertThat(said(ended)).singleElement().asString().contains("rank 1", trial.seat(0).peers().get(1));
            assertThat(Folders.names(trial.out())).isEmpty();
        }
    }

    @Test
    void thePortIsTaken() throws IOException, InterruptedException {
        String own = trial.seat(0).peers().get(0);
        int port = Integer.parseInt(own.substring(own.lastIndexOf(':') + 1));
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                Ranks ranks = Ranks.start(trial.seats().subList(0, 1), trial.command())) {
            assertThat(other.isBound()).isTrue();
            assertThat(ranks.rank(0).end().exits(CONFIGURATION).errors()).hasLineCount(1).contains(own);
        }
    }

    @Test
    void secretsDiffer() throws IOException, InterruptedException {
        Path[] secrets = {folder.resolve("secret-0"), folder.resolve("secret-1")};
        for (int rank = 0; rank < secrets.length; rank++) {
            Files.writeString(secrets[rank], "only-rank-" + rank + "-knows-this");
        }
        Trial strangers = trial.at(trial.seat(0).saying("--peers-secret-file", secrets[0].toString()),
                trial.seat(1).saying("--peers-secret-file", secrets[1].toString()));
        assertThat(refused(strangers, CONFIGURATION, "secret"))
                .allSatisfy(ended -> assertThat(ended.errors()).doesNotContain("knows-this"));
        nothingWritten();
    }

    @Test
    void javaDiffers() throws IOException, InterruptedException {
        Optional<Path> other = newerJava();
        assumeTrue(other.isPresent(), "there is one Java here");
        Trial mixed = trial.at(trial.seat(0), trial.seat(1).of(trial.distribution().under("env", "JAVA_HOME=" + other.get())));
        refused(mixed, CONFIGURATION, "Java", System.getProperty("java.version"));
        nothingWritten();
    }

    /** Looks for a later Java beside this one. */
    private static Optional<Path> newerJava() throws IOException {
        try (Stream<Path> homes = Files.list(Path.of(System.getProperty("java.home")).toRealPath().getParent())) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/java")) && feature(home) > Runtime.version().feature())
                    .findFirst();
        }
    }

    private static int feature(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.map(VERSION::matcher).filter(Matcher::matches).mapToInt(line -> Integer.parseInt(line.group(1))).findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void bundlesDiffer() throws IOException, InterruptedException {
        Distribution own = trial.distribution();
        Distribution newer = own.at(newer(own.home(), "growth.ops.stacking"));
        refused(trial.at(trial.seat(0), trial.seat(1).of(newer)), CONFIGURATION, "growth.ops.stacking", "1.0.0", "9.9.9");
        nothingWritten();
    }

    /** Lays an installation out whose bundle of that name has another version. */
    private Path newer(Path home, String name) throws IOException {
        Path other = Files.createDirectories(folder.resolve("newer"));
        for (String part : List.of("bin", "lib", "conf", "bundle")) {
            Files.createDirectories(other.resolve(part));
            try (Stream<Path> files = Files.list(home.resolve(part))) {
                for (Path file : files.toList()) {
                    Path copy = other.resolve(part).resolve(file.getFileName());
                    if (file.getFileName().toString().startsWith(name + "-")) {
                        newer(file, copy);
                    } else if (part.equals("bin")) {
                        // the script follows links to its own installation
                        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                    } else {
                        Files.createSymbolicLink(copy, file);
                    }
                }
            }
        }
        return other;
    }

    private static void newer(Path jar, Path copy) throws IOException {
        try (JarFile read = new JarFile(jar.toFile())) {
            Manifest manifest = read.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", "9.9.9");
            try (JarInputStream in = new JarInputStream(Files.newInputStream(jar));
                    OutputStream file = Files.newOutputStream(copy);
                    JarOutputStream out = new JarOutputStream(file, manifest)) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
    }

    @Test
    void aPluginIsOnOneRankOnly() throws IOException, InterruptedException {
        Trial plugged = Trial.of(TinyRun.growing().with("stack", WaitingStack.NAME), folder, "out");
        WaitingStack.jar(Files.createDirectories(folder.resolve("plugins")).resolve("waiting.jar"));
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        TinyRun.growing().write(elsewhere.resolve("unused.yaml"));
        Files.copy(folder.resolve("run.yaml"), elsewhere.resolve("run.yaml"));
        refused(plugged.at(plugged.seat(0), plugged.seat(1).of(plugged.distribution().within(elsewhere))), PLUGIN,
                "rank 1", WaitingStack.NAME);
        plugged.finish();
    }

    @Test
    void aRankDoesNotSeeTheRunFolder() throws IOException, InterruptedException {
        trial.finish();
        List<String> before = Folders.names(trial.out().resolve("checkpoints"));
        // a file system of its own, empty, in the folder's place
        String[] hidden = {"unshare", "-m", "sh", "-c", "mount -t tmpfs none " + trial.out() + " && exec \"$@\"", "sh"};
        assumeTrue(canMount(), "only root mounts");
        Files.writeString(folder.resolve("run.yaml"), Files.readString(folder.resolve("run.yaml")).replace("40ba", "60ba"));
        try (Ranks ranks = trial.at(trial.seat(0), trial.seat(1).of(trial.distribution().under(hidden))).start()) {
            List<Ended> all = ranks.end();
            assertThat(all).allSatisfy(ended -> assertThat(said(ended.exits(CHECKPOINT))).singleElement());
            assertThat(all).anySatisfy(ended -> assertThat(ended.errors()).contains("rank 1", "step-00000040"));
        }
        assertThat(Folders.names(trial.out().resolve("checkpoints"))).as("checkpoints afterwards").isEqualTo(before);
    }

    private static boolean canMount() throws InterruptedException {
        try {
            return new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
