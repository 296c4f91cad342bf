/**
 * The transformer on ND4J memory for the CPU, in four families: forward, backward, AdamW, Muon. This package holds the service and the
 * session. Below it are the rooms of a batch's way: what a pass has ({@code pass}), embeddings ({@code embed}),
 * transformer blocks ({@code block}), heads and losses ({@code head}), the linear map and the norm of which they are made
 * ({@code layer}), the update ({@code optimizer}); and what all of them stand on: the workers ({@code parallel}), the arithmetic of rows
 * ({@code kernels}), flat memory and matrix products ({@code memory}). What other engines do alike, such as the rows of a batch, is in
 * {@code growth.engine.common}.
 */
package growth.engine.cpu;
