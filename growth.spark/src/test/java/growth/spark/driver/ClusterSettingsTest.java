package growth.spark.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.launcher.place.PlaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {
    @TempDir
    private Path home;

    @BeforeEach
    void install() throws IOException {
        Files.createDirectory(home.resolve("conf"));
        Files.writeString(home.resolve("conf/jvm.options"), "# for all\n-Xmx2g\n-Xms64m\n\n-XX:CompileCommand=quiet\n");
        Files.writeString(home.resolve("conf/compute.options"), "-Xmn48m\n");
    }

    private SparkConf complete(String master) {
        return ClusterSettings.complete(new SparkConf(false).set("spark.master", master)
                .set("spark.executor.extraJavaOptions", "-Dmine=1"), home);
    }

    @Test
    void executorsHaveTheOptionsOfOneMachineExceptTheHeapWhichIsSparks() {
        assertThat(complete("spark://host:7077").get("spark.executor.extraJavaOptions").split(" ")).containsExactly(
                "-XX:CompileCommand=quiet", "-Xmn48m", "-Djava.util.logging.config.file=" + home + "/conf/logging.properties",
                "--add-exports=java.base/jdk.internal.vm.vector=ALL-UNNAMED", "-XX:ActiveProcessorCount=1", "-Dmine=1");
    }

    @Test
    void aRunHasAnExecutorForItself() {
        SparkConf conf = ClusterSettings.complete(new SparkConf(false).set("spark.master", "spark://host:7077")
                .set("spark.executor.cores", "3"), home);
        assertThat(conf.get("spark.task.cpus")).isEqualTo("3");
        assertThat(conf.get("spark.executor.extraJavaOptions")).contains("-XX:ActiveProcessorCount=3");
    }

    @Test
    void aLocalClusterSaysHowManyExecutorsItHasAndHowLargeTheyAre() {
        SparkConf conf = complete("local-cluster[3, 2, 1024]");
        assertThat(ClusterSettings.promised(conf)).isEqualTo(3);
        assertThat(conf.get("spark.executor.cores")).isEqualTo("2");
        assertThat(conf.get("spark.executor.memory")).isEqualTo("1024m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "local", "local[2]", "local-cluster[2]"})
    void aMasterWithoutExecutorsIsRefused(String master) {
        assertThatThrownBy(() -> complete(master)).isInstanceOfSatisfying(PlaceException.class,
                e -> assertThat(e.exitStatus()).isEqualTo(2)).hasMessageContaining(
                        "no cluster: Spark's master is " + (master.isEmpty() ? "not set" : master))
                .hasMessageContaining("--on spark://HOST:7077");
    }
}
