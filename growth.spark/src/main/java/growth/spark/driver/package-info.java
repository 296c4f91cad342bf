/** The driver: a place whose executors are Spark's. */
package growth.spark.driver;
