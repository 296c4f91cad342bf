/** Text columns of Parquet files, by the parts of parquet-java that need no Hadoop. */
package growth.data.parquet;
