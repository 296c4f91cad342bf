/**
 * Studies and data-parallel runs on Apache Spark: the driver's process ({@link growth.spark.Main}) and what Spark makes in its executors
 * ({@link growth.spark.GrowthPlugin}). Nothing of this is a bundle, and no bundle knows of Spark.
 */
package growth.spark;
