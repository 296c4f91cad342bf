package growth.spark.driver;

import growth.spark.driver.WorkRun.Limits;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A context that runs.
 *
 * @param promised how many executors are to come; 0 if nobody knows
 */
record Running(JavaSparkContext spark, Desk desk, Roster roster, Limits limits, int promised) {
}
