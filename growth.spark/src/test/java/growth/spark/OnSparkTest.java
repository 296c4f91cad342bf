package growth.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.launcher.place.PlaceException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnSparkTest {
    @Test
    void aMasterAndSettingsAreSparksAndTheRestIsTheCommands() {
        OnSpark line = OnSpark.of(List.of("compare", "s.yaml", "--on", "spark://host:7077", "--set", "seeds=2", "--conf",
                "spark.executor.memory=4g", "--conf=spark.executorEnv.A=b=c"));

        assertThat(line.words()).containsExactly("compare", "s.yaml", "--on", "spark://host:7077", "--set", "seeds=2");
        assertThat(line.place()).isEqualTo("spark://host:7077");
        assertThat(line.settings()).isEqualTo(Map.of("spark.master", "spark://host:7077", "spark.executor.memory", "4g",
                "spark.executorEnv.A", "b=c"));
    }

    @Test
    void theWordSparkLeavesTheMasterToSpark() {
        assertThat(OnSpark.of(List.of("train", "r.yaml", "--on=spark")))
                .isEqualTo(new OnSpark(List.of("train", "r.yaml", "--on", "spark"), "spark", Map.of()));
    }

    @Test
    void whatSparkSubmitWasGivenNeedNotSayIt() {
        assertThat(OnSpark.of(List.of("compare", "s.yaml")).words()).containsExactly("compare", "--on", "spark", "s.yaml");
        assertThat(OnSpark.of(List.of("operators")).words()).containsExactly("operators");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> OnSpark.of(List.of("train", "r.yaml", "--on"))).isInstanceOf(PlaceException.class)
                .hasMessage("--on needs a master, as in --on spark://HOST:7077");
        assertThatThrownBy(() -> OnSpark.of(List.of("train", "r.yaml", "--conf", "executor.memory=4g")))
                .hasMessage("--conf executor.memory=4g is no setting of Spark; it is written spark.KEY=VALUE");
    }
}
