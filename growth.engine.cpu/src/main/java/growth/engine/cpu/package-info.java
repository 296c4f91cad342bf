/** The transformer on ND4J memory for the CPU: forward, backward, AdamW. */
package growth.engine.cpu;
