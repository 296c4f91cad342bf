package growth.spark;

import growth.spark.driver.DriverPart;
import growth.spark.executor.ExecutorPart;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/** What Spark is told to make in the driver and in every executor ({@code spark.plugins}). */
public final class GrowthPlugin implements SparkPlugin {
    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPart();
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPart();
    }
}
