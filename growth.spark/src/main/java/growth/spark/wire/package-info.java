/** What a driver and its executors say to each other. */
package growth.spark.wire;
