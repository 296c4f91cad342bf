/** {@code growth spark-cluster}. */
package growth.spark.cluster;
