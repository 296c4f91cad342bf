/** {@code growth spark-check}. */
package growth.spark.check;
