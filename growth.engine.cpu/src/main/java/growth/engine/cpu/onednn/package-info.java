/** Matrix products by oneDNN, by its C functions. */
package growth.engine.cpu.onednn;
