package growth.ops.lossless;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.operator.GrowthOperator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;

/** What the bundle tells without being started. */
class ManifestTest {

    @Test
    void everyOperatorAndScheduleIsACapability() throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("target/classes/META-INF/MANIFEST.MF"))) {
            String provided = new Manifest(in).getMainAttributes().getValue("Provide-Capability");
            for (GrowthOperator operator : Given.operators()) {
                assertThat(provided).contains("growth.operator;growth.operator=" + operator.card().card().name());
            }
            assertThat(provided).contains("growth.schedule;growth.schedule=slope");
        }
    }

    @Test
    void componentsCarryTheirNamesAsProperties() throws IOException {
        for (GrowthOperator operator : Given.operators()) {
            String xml = Files.readString(Path.of("target/classes/OSGI-INF/" + operator.getClass().getName() + ".xml"));
            assertThat(xml).contains("name=\"operator.name\"", "value=\"" + operator.card().card().name() + "\"",
                    "interface=\"growth.api.operator.GrowthOperator\"");
        }
        String slope = Files.readString(Path.of("target/classes/OSGI-INF/growth.ops.lossless.SlopeSchedule.xml"));
        assertThat(slope).contains("name=\"schedule.name\"", "value=\"slope\"", "interface=\"growth.api.schedule.GrowthSchedule\"");
    }
}
