package growth.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.runtime.plugins.guard.Limits;
import growth.runtime.plugins.guard.PluginGuard;
import growth.runtime.plugins.trust.PluginTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** A real framework, and a folder of plug-ins, which is followed from {@link #watch} on. */
abstract class FolderFixture {
    private static final long LIMIT_MILLIS = 30_000;
    /** A tenth of what users wait. */
    private static final long PERIOD_MILLIS = 30;
    private static final Duration START = Duration.ofSeconds(1);

    @TempDir
    Path temporary;
    Path plugins;
    TestFramework framework;
    WatchedFolder folder;
    /** Which jars are installed; all of them, unless a test says otherwise. */
    PluginTrust trust = PluginTrust.in("any", Path.of("."));

    @BeforeEach
    void startFramework() throws IOException, BundleException {
        plugins = Files.createDirectory(temporary.resolve("plugins"));
        framework = new TestFramework(temporary.resolve("storage"), plugins);
    }

    void watch() {
        folder = new WatchedFolder(framework.context(), Optional.of(PERIOD_MILLIS), plugins, new ComponentReasons(new NoComponents()),
                new PluginGuard(new Limits(START, Duration.ofSeconds(5), Duration.ofMillis(100))), trust);
    }

    @AfterEach
    void stopFramework() throws BundleException, InterruptedException {
        if (folder != null) {
            folder.deactivate();
        }
        framework.close();
    }

    PluginJar jar(String name) {
        return folder.jars().stream().filter(jar -> jar.file().endsWith(name)).findFirst().orElse(null);
    }

    Bundle bundle(PluginJar jar) {
        return framework.context().getBundle(jar.bundleId());
    }

    void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.currentTimeMillis() + LIMIT_MILLIS;
        while (!condition.getAsBoolean() && System.currentTimeMillis() < end) {
            Thread.sleep(5);
        }
        assertThat(condition.getAsBoolean()).as("within %s ms; there are %s", LIMIT_MILLIS, folder.jars()).isTrue();
    }
}
