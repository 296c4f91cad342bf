/** Run folders on file systems that are not mounted: Hadoop's. */
package growth.spark.storage;
