package growth.ops.msg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;

/** What the bundle tells without being started. */
class ManifestTest {

    @Test
    void operatorAndScheduleAreCapabilities() throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("target/classes/META-INF/MANIFEST.MF"))) {
            String provided = new Manifest(in).getMainAttributes().getValue("Provide-Capability");
            assertThat(provided).contains("growth.operator;growth.operator=msg", "growth.schedule;growth.schedule=msg");
        }
    }

    @Test
    void componentsCarryTheirNamesAsProperties() throws IOException {
        assertThat(Files.readString(Path.of("target/classes/OSGI-INF/growth.ops.msg.MsgOperator.xml")))
                .contains("name=\"operator.name\"", "value=\"msg\"", "interface=\"growth.api.operator.GrowthOperator\"");
        assertThat(Files.readString(Path.of("target/classes/OSGI-INF/growth.ops.msg.MsgSchedule.xml")))
                .contains("name=\"schedule.name\"", "value=\"msg\"", "interface=\"growth.api.schedule.GrowthSchedule\"");
    }
}
