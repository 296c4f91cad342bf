package growth.engine.cpu.block;

import growth.engine.cpu.batch.Sequences;
import growth.engine.cpu.memory.Region;

/**
 * Where queries, keys and values lie. They are parts of one region, unless the queries are pooled rows and the keys and values are not.
 *
 * @param queries    holds the query heads in its first columns
 * @param keysValues holds the key and value heads
 * @param keysAt     column of the first key head
 * @param valuesAt   column of the first value head
 * @param sequences  sequences of the keys and values
 */
record QueryKeyValue(Region queries, Region keysValues, int keysAt, int valuesAt, Sequences sequences) {
}
