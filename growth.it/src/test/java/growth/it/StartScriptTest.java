package growth.it;

import static org.assertj.core.api.Assertions.assertThat;

import growth.launcher.ForkedProcess;
import growth.launcher.ForkedProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Files.writeString(java, "#!/bin/sh\nfor argument; do echo \"$argument\"; done\nexit 7\n");
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
            Ended ended = run(script, Map.of("JAVA_HOME", java(version).toString()), "doctor");
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.errors()).startsWith("growth: Java 17 or later is needed, and ").hasLineCount(1);
        }
    }

    @Test
    void refusesAJavaHomeWithoutJava() throws IOException, InterruptedException {
        Ended ended = run(script, Map.of("JAVA_HOME", temporary.toString()), "doctor");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.errors()).startsWith("growth: JAVA_HOME=" + temporary + " holds no Java: ").hasLineCount(1);
    }

    @Test
    void handsOnArgumentsOptionsAndStatus() throws IOException, InterruptedException {
        Ended ended = run(script, Map.of("JAVA_HOME", java("17.0.15").toString(), "JAVA_OPTS", "-Xmx9g -Da=b"), "train", "my run.yaml",
                "*", "");
        assertThat(ended.errors()).isEmpty();
        assertThat(ended.status()).isEqualTo(7);
        List<String> given = ended.output().lines().toList();
        assertThat(given).endsWith("-jar", home + "/lib/growth-launcher.jar", "train", "my run.yaml", "*", "");
        assertThat(given).contains("-Dgrowth.home=" + home).containsSubsequence("-Xmx2g", "-Xmx9g", "-Da=b");
        assertThat(given).as("options that Java 17 does not know").noneMatch(option -> option.contains("unsafe"));
    }

    @Test
    void allowsUnsafeMemoryWhereJavaWouldComplain() throws IOException, InterruptedException {
        Ended ended = run(script, Map.of("JAVA_HOME", java("25").toString()), "doctor");
        assertThat(ended.output()).contains("--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void findsItsInstallationThroughALink() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(temporary.resolve("growth"), script);
        Ended ended = run(link, Map.of("JAVA_HOME", java("21.0.1").toString()), "doctor");
        assertThat(ended.output()).contains("-Dgrowth.home=" + home);
    }
}
