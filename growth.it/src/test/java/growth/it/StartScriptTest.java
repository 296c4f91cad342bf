package growth.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import growth.testing.ForkedProcess;
import growth.testing.ForkedProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What bin/growth does before a JVM runs, with a Java that only says how it was called. */
@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no sh")
class StartScriptTest {

    @TempDir
    private Path temporary;

    private Path home;
    private Path script;

    @BeforeEach
    void copyScript() throws IOException {
        home = temporary.toRealPath().resolve("an installation");
        script = home.resolve("bin/growth");
        Files.createDirectories(script.getParent());
        Files.copy(Path.of("../growth.dist/src/main/bin/growth"), script);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path java(String version) throws IOException {
        Path javaHome = temporary.toRealPath().resolve("java " + version);
        Path java = Files.createDirectories(javaHome.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nfor argument; do echo \"$argument\"; done\n"
                + "echo \"locale ${LC_ALL:-${LC_CTYPE:-$LANG}}\"\nexit 7\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(javaHome.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nJAVA_VERSION_DATE=\"2025\"\n");
        return javaHome;
    }

    private Ended run(Path start, Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(start.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().remove("JAVA_OPTS");
        builder.environment().putAll(environment);
        return ForkedProcess.start(builder, temporary).end();
    }

    @Test
    void refusesAnOldJavaInOneLine() throws IOException, InterruptedException {
        for (String version : List.of("11.0.20", "1.8.0_392")) {
            Ended ended = run(script, Map.of("JAVA_HOME", java(version).toString()), "doctor").exits(1);
            assertThat(ended.errors()).startsWith("growth: Java 17 or later is needed, and ").hasLineCount(1);
        }
    }

    @Test
    void refusesAJavaHomeWithoutJava() throws IOException, InterruptedException {
        Ended ended = run(script, Map.of("JAVA_HOME", temporary.toString()), "doctor").exits(1);
        assertThat(ended.errors()).startsWith("growth: JAVA_HOME=" + temporary + " holds no Java: ").hasLineCount(1);
    }

    @Test
    void handsOnArgumentsOptionsAndStatus() throws IOException, InterruptedException {
        Ended ended = run(script, Map.of("JAVA_HOME", java("17.0.15").toString(), "JAVA_OPTS", "-Xmx9g -Da=b"), "train", "my run.yaml",
                "*", "").exits(7);
        assertThat(ended.errors()).isEmpty();
        List<String> given = ended.output().lines().filter(line -> !line.startsWith("locale ")).toList();
        assertThat(given).endsWith("-jar", home + "/lib/growth-launcher.jar", "train", "my run.yaml", "*", "");
        assertThat(given).contains("-Dgrowth.home=" + home).containsSubsequence("@" + home + "/conf/jvm.options",
                "@" + home + "/conf/compute.options", "-Xmx9g", "-Da=b");
        assertThat(given).as("options that Java 17 does not know").noneMatch(option -> option.contains("unsafe"));
    }

    @Test
    void allowsUnsafeMemoryWhereJavaWouldComplain() throws IOException, InterruptedException {
        Ended ended = run(script, Map.of("JAVA_HOME", java("25").toString()), "doctor");
        assertThat(ended.output()).contains("--sun-misc-unsafe-memory-access=allow");
    }

    /** Without one Java finds no file whose name is not ASCII; services and cron jobs have none. */
    @Test
    void setsAUtf8LocaleWhereThereIsNone() throws IOException, InterruptedException {
        String java = java("17.0.15").toString();
        Map<String, String> none = Map.of("JAVA_HOME", java, "LC_ALL", "", "LC_CTYPE", "", "LANG", "");
        assertThat(run(script, none, "doctor").output()).endsWith("locale C.UTF-8\n");
        Map<String, String> plain = Map.of("JAVA_HOME", java, "LC_ALL", "C", "LANG", "de_DE.UTF-8");
        assertThat(run(script, plain, "doctor").output()).endsWith("locale C.UTF-8\n");
        Map<String, String> own = Map.of("JAVA_HOME", java, "LC_ALL", "", "LC_CTYPE", "", "LANG", "de_DE.UTF-8");
        assertThat(run(script, own, "doctor").output()).endsWith("locale de_DE.UTF-8\n");
    }

    @Test
    void startsShortCommandsWithOneCompiler() throws IOException, InterruptedException {
        Map<String, String> environment = Map.of("JAVA_HOME", java("17.0.15").toString());
        String quick = "-XX:TieredStopAtLevel=1";
        for (String command : List.of("help", "version", "operators", "schedules", "--help")) {
            assertThat(run(script, environment, command).output()).as(command).contains(quick);
        }
        for (String command : List.of("train", "plan", "grow", "eval", "bench", "doctor", "shell")) {
            assertThat(run(script, environment, command).output()).as(command).doesNotContain(quick);
        }
    }

    @Test
    void keepsClassesOfADoctorForLaterCommands() throws IOException, InterruptedException {
        Path javaHome = java("17.0.15");
        Map<String, String> environment = Map.of("JAVA_HOME", javaHome.toString());
        Path lib = Files.createDirectories(home.resolve("lib"));
        Files.createDirectories(home.resolve("bundle"));
        assertThat(run(script, environment, "doctor").output()).as("no classes of Java's own to extend").doesNotContain(".jsa");
        Files.createFile(Files.createDirectories(javaHome.resolve("lib/server")).resolve("classes.jsa"));

        Path classes = lib.resolve("classes-17.0.15.jsa");
        Path written = lib.resolve("classes-17.0.15.jsa.new");
        assertThat(run(script, environment, "doctor").output()).contains("-XX:ArchiveClassesAtExit=" + written);
        assertThat(run(script, environment, "train").output()).as("no training ends in a page of Java's").doesNotContain(".jsa");
        Files.createFile(written);
        assertThat(run(script, environment, "train").output()).contains("-XX:SharedArchiveFile=" + classes + "\n");
        assertThat(classes).exists();
        assertThat(written).doesNotExist();
        assertThat(run(script, environment, "version").output()).contains("-XX:SharedArchiveFile=" + classes + "\n");

        Files.createFile(home.resolve("bundle/newer.jar"));
        Files.setLastModifiedTime(classes, FileTime.fromMillis(0));
        assertThat(run(script, environment, "version").output()).doesNotContain(".jsa");
        assertThat(run(script, environment, "doctor").output()).contains("-XX:ArchiveClassesAtExit=" + written);
        Map<String, String> own = Map.of("JAVA_HOME", javaHome.toString(), "JAVA_OPTS", "-Xshare:off");
        assertThat(run(script, own, "doctor").output()).doesNotContain(".jsa");
    }

    /** Only where a folder can be made one that this user cannot write: not for root. */
    @Test
    void keepsClassesInTheUsersCacheWhereTheInstallationIsReadOnly() throws IOException, InterruptedException {
        Path javaHome = java("17.0.15");
        Files.createFile(Files.createDirectories(javaHome.resolve("lib/server")).resolve("classes.jsa"));
        Path lib = Files.createDirectories(home.resolve("lib"));
        Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(lib), "root can write everywhere");
        Path cache = temporary.toRealPath().resolve("a cache");
        Map<String, String> environment = Map.of("JAVA_HOME", javaHome.toString(), "XDG_CACHE_HOME", cache.toString());
        assertThat(run(script, environment, "train").output()).doesNotContain(".jsa");
        String option = "-XX:ArchiveClassesAtExit=";
        Path written = Path.of(run(script, environment, "doctor").output().lines().filter(line -> line.startsWith(option)).findFirst()
                .orElseThrow().substring(option.length()));
        assertThat(written.getParent()).isEqualTo(cache.resolve("growth"));
        Files.createFile(written);
        assertThat(run(script, environment, "train").output()).contains("-XX:SharedArchiveFile=" + cache + "/growth/classes-17.0.15-");
        Files.setPosixFilePermissions(cache.resolve("growth"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(run(script, environment, "train").output()).as("what anybody may have put there").doesNotContain(".jsa");
    }

    @Test
    void takesItsOwnJavaFirst() throws IOException, InterruptedException {
        Files.move(java("21.0.1"), home.resolve("runtime"));
        assertThat(run(script, Map.of("JAVA_HOME", "/nowhere"), "doctor").exits(7).output()).contains("-Dgrowth.home=" + home);
    }

    @Test
    void startsWithoutHomeToolsOnThePathOrAWorkingFolder() throws IOException, InterruptedException {
        Path bare = temporary.resolve("bare");
        Files.writeString(bare, "#!/bin/sh\nunset HOME\nPATH=/nowhere\nexport PATH\nexec '" + script + "' version\n");
        Path gone = temporary.resolve("gone");
        Files.writeString(gone, "#!/bin/sh\nold='" + temporary + "/old'\nmkdir \"$old\"\ncd \"$old\"\nrmdir \"$old\"\nexec '" + script
                + "' version\n");
        Map<String, String> environment = Map.of("JAVA_HOME", java("17.0.15").toString());
        for (Path start : List.of(bare, gone)) {
            Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwxr-xr-x"));
            assertThat(run(start, environment).exits(7).output()).contains("-Dgrowth.home=" + home, "version\n");
        }
        assertThat(run(gone, environment).errors()).contains("growth: the working folder is gone; ");
    }

    @Test
    void refusesTooSmallAnAddressSpaceInOneLine() throws IOException, InterruptedException {
        Path limited = temporary.resolve("limited");
        Files.writeString(limited, "#!/bin/sh\nulimit -v 3000000\nexec '" + script + "' \"$@\"\n");
        Files.setPosixFilePermissions(limited, PosixFilePermissions.fromString("rwxr-xr-x"));
        String java = java("17.0.15").toString();
        Ended ended = run(limited, Map.of("JAVA_HOME", java), "doctor").exits(1);
        assertThat(ended.errors()).startsWith("growth: the address space is limited to 3000 MB (ulimit -v)").hasLineCount(1);
        assertThat(run(limited, Map.of("JAVA_HOME", java, "JAVA_OPTS", "-Xmx500m"), "doctor").status()).isEqualTo(7);
    }

    @Test
    void findsItsInstallationThroughALink() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(temporary.resolve("growth"), script);
        Ended ended = run(link, Map.of("JAVA_HOME", java("21.0.1").toString()), "doctor");
        assertThat(ended.output()).contains("-Dgrowth.home=" + home);
    }
}
