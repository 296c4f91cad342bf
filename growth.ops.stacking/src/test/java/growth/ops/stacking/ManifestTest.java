package growth.ops.stacking;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.operator.GrowthOperator;
import growth.api.schedule.GrowthSchedule;
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
            for (GrowthOperator operator : Trials.operators()) {
                assertThat(provided).containsPattern("growth.operator;growth.operator=\"?" + operator.card().card().name() + "\"?([,;]|$)");
            }
            for (GrowthSchedule schedule : Trials.schedules()) {
                assertThat(provided).containsPattern("growth.schedule;growth.schedule=\"?" + schedule.card().name() + "\"?([,;]|$)");
            }
            assertThat(provided).contains("osgi.service;objectClass:List<String>=\"growth.api.operator.GrowthOperator\"");
        }
    }

    @Test
    void componentsCarryTheirNamesAsProperties() throws IOException {
        String stack = Files.readString(Path.of("target/classes/OSGI-INF/growth.ops.stacking.StackOperator.xml"));
        assertThat(stack).contains("name=\"operator.name\"", "value=\"stack\"", "interface=\"growth.api.operator.GrowthOperator\"");
        String third = Files.readString(Path.of("target/classes/OSGI-INF/growth.ops.stacking.PropAliases$PropThree.xml"));
        assertThat(third).contains("value=\"prop-3\"", "interface=\"growth.api.schedule.GrowthSchedule\"");
        String stages = Files.readString(Path.of("target/classes/OSGI-INF/growth.ops.stacking.StagesSchedule.xml"));
        assertThat(stages).contains("name=\"schedule.name\"", "value=\"stages\"", "interface=\"growth.api.schedule.GrowthSchedule\"");
    }
}
