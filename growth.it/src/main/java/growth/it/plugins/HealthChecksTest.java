package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.felix.service.command.CommandProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A plug-in brings a check of its own, which {@code growth doctor} runs beside those of the installation. */
class HealthChecksTest {

    private final Felix felix = new Felix();
    private final PluginsFolder plugins = new PluginsFolder(felix.context());
    private final GogoSession gogo = new GogoSession(felix.service(CommandProcessor.class));

    @AfterEach
    void clear() throws IOException, InterruptedException {
        plugins.clear();
    }

    private String doctor() {
        return gogo.run("growth:doctor").output().replaceAll("\\s+", " ");
    }

    @Test
    void aPluginsCheckIsRunAndOneThatFailsIsAFinding() throws IOException, InterruptedException {
        ProbeJar.check("1.0.0").write(plugins.jar("device.jar"));
        assertThat(doctor()).contains("OK Java ", "OK engine cpu computes where no engine is named",
                "OK engine sgemm with ", "OK plug-ins engines: cpu",
                "OK components all of them have what they need",
                "OK device 1 devices WARN device driver 4 is old → install driver 5", "training is possible; ");

        ProbeJar.check("2.0.0").write(plugins.jar("device.jar"));
        assertThat(doctor()).contains("OK components", "WARN device health check 'device' of device.plugin 2.0.0 failed in 'execute':"
                + " java.lang.IllegalStateException: no such device → replace or remove it", "training is possible; ");
    }
}
