package growth.engine.cpu.model;

import growth.api.model.ModelShape;
import growth.engine.cpu.memory.Region;

/**
 * Where the activations of one pass lie in the workspace; every region has a row per token of the batch unless said otherwise. A pure
 * function of shape, batch and workers. Without a backward pass all blocks share the regions of one.
 */
public final class ActivationLayout {
    /** Logits are made for as many tokens at a time as need about this many floats, so that large vocabularies need no large memory. */
    private static final long LOGIT_FLOATS = 1L << 22;
    /** Fewer tokens per worker than this at a time would leave BLAS idle. */
    private static final int FEWEST_LOGIT_ROWS = 64;

    private final int sequence;
    private final boolean backward;
    private final int headRows;
    private final BlockRegions[] blocks;
    private final Region[] streams;
    private final Region finalNormed;
    private final Region finalScale;
    private final Region logits;
    private final Region branch;
    private final Region gradient;
    private final Region middleGradient;
    private final Region mixedGradient;
    private final Region projectedGradient;
    private final Region activated;
    private final Region scores;
    private long length;

    /**
     * What a block keeps for its backward pass.
     *
     * @param attentionNormed  input of attention after the norm, {@code [hidden]}
     * @param attentionScale   the norm's 1/rms, {@code [1]}
     * @param projected        query, key and value heads, turned by their positions, {@code [(heads + 2·kvHeads)·headSize]}
     * @param mixed            attention's output before W_O, {@code [heads·headSize]}
     * @param logSums          log of the softmax denominators, {@code [heads]}
     * @param middle           residual stream between attention and MLP, {@code [hidden]}
     * @param mlpNormed        input of the MLP after the norm, {@code [hidden]}
     * @param mlpScale         the norm's 1/rms, {@code [1]}
     * @param gateUp           gate and up, {@code [2·intermediate]}; their gradients after the backward pass
     */
    public record BlockRegions(Region attentionNormed, Region attentionScale, Region projected, Region mixed, Region logSums, Region middle,
            Region mlpNormed, Region mlpScale, Region gateUp) {
    }

    /**
     * @param shape    the model
     * @param rows     sequences of the largest batch
     * @param sequence tokens per sequence
     * @param workers  threads
     * @param backward whether a backward pass follows
     */
    public ActivationLayout(ModelShape shape, int rows, int sequence, int workers, boolean backward) {
        this.sequence = sequence;
        this.backward = backward;
        int tokens = Math.multiplyExact(rows, sequence);
        int hidden = shape.hidden();
        int projectedSize = Attention.projectedSize(shape);
        blocks = new BlockRegions[backward ? shape.layers() : 1];
        streams = new Region[backward ? shape.layers() + 1 : 1];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = take(tokens, hidden);
        }
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = new BlockRegions(take(tokens, hidden), take(tokens, 1), take(tokens, projectedSize),
                    take(tokens, shape.attentionSize()), take(tokens, shape.heads()), take(tokens, hidden), take(tokens, hidden),
                    take(tokens, 1), take(tokens, 2 * shape.intermediate()));
        }
        finalNormed = take(tokens, hidden);
        finalScale = take(tokens, 1);
        branch = take(tokens, hidden);
        activated = take(tokens, shape.intermediate());
        // rows of the score matrices: one block of queries for each worker, of which the backward pass needs two
        scores = take((long) workers * Attention.queryBlock(sequence) * (backward ? 2 : 1), sequence);
        gradient = take(backward ? tokens : 0, hidden);
        middleGradient = take(backward ? tokens : 0, hidden);
        mixedGradient = take(backward ? tokens : 0, shape.attentionSize());
        projectedGradient = take(backward ? tokens : 0, projectedSize);
        int most = (rows + workers - 1) / workers * sequence;
        headRows = (int) Math.min(most, Math.max(FEWEST_LOGIT_ROWS, LOGIT_FLOATS / shape.vocabulary() / workers));
        logits = take((long) headRows * workers, shape.vocabulary());
    }

    private Region take(long regionRows, int columns) {
        Region region = new Region(length, columns);
        length += regionRows * columns;
        return region;
    }

    /** @return whether the layout is one for sequences of that many tokens */
    public boolean fits(int tokens) {
        return tokens == sequence;
    }

    /** @return floats of all regions together */
    public long length() {
        return length;
    }

    /** @return what that block keeps */
    BlockRegions block(int layer) {
        return blocks[backward ? layer : 0];
    }

    /** @return the residual stream {@code [hidden]} before that block; after the last one for {@code layer == layers} */
    Region stream(int layer) {
        return streams[backward ? layer : 0];
    }

    /** @return the residual stream after the final norm, {@code [hidden]} */
    Region finalNormed() {
        return finalNormed;
    }

    /** @return the final norm's 1/rms, {@code [1]} */
    Region finalScale() {
        return finalScale;
    }

    /** @return tokens per worker of which logits are made at a time */
    int headRows() {
        return headRows;
    }

    /** @return logits, then their gradients, {@code [vocabulary]}, with {@link #headRows} rows for each worker */
    Region logits() {
        return logits;
    }

    /** @return a branch's output in the forward, a norm's output gradient in the backward pass, {@code [hidden]} */
    Region branch() {
        return branch;
    }

    /** @return gradient of the residual stream between two blocks, {@code [hidden]} */
    Region gradient() {
        return gradient;
    }

    /** @return gradient of the residual stream in the middle of a block, {@code [hidden]} */
    Region middleGradient() {
        return middleGradient;
    }

    /** @return gradient of {@link BlockRegions#mixed} */
    Region mixedGradient() {
        return mixedGradient;
    }

    /** @return gradient of {@link BlockRegions#projected} */
    Region projectedGradient() {
        return projectedGradient;
    }

    /** @return the MLP's activations, {@code [intermediate]} */
    Region activated() {
        return activated;
    }

    /** @return score matrices, {@code [sequence]}, with a block of queries for each worker, twice for a backward pass */
    Region scores() {
        return scores;
    }
}
