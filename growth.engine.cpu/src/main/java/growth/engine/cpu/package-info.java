/**
 * The transformer on ND4J memory for the CPU, in four families: forward, backward, AdamW, Muon. This package is the service; below it are
 * the flat buffers ({@code memory}), the arithmetic of rows ({@code kernels}), the layers ({@code model}), the optimizer and the workers
 * ({@code parallel}).
 */
package growth.engine.cpu;
