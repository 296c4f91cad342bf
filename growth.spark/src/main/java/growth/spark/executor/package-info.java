/** What runs in an executor: one framework, which carries out one command at a time. */
package growth.spark.executor;
