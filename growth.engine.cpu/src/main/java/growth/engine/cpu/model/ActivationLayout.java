package growth.engine.cpu.model;

import growth.api.engine.EngineOptions.Recompute;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.engine.cpu.memory.Region;

/**
 * Where the activations of one pass lie in the workspace; every region has a row per row of the stream unless said otherwise. A pure
 * function of shape and needs. Without a backward pass all blocks share the regions of one; what is computed again is shared too.
 */
public final class ActivationLayout {
    /** Logits are made for as many rows at a time as need about this many floats, so that large vocabularies need no large memory. */
    private static final long LOGIT_FLOATS = 1L << 22;
    /** Fewer rows per worker than this at a time would leave BLAS idle. */
    private static final int FEWEST_LOGIT_ROWS = 64;

    private final LayoutNeeds needs;
    private final BlockRegions[] blocks;
    private final Region[] streams;
    private final EmbeddingRegions embedding;
    private final HeadRegions head;
    private final Region branch;
    private final Region activated;
    private final Region scores;
    private final Region bypass;
    private final Region gradient;
    private final Region middleGradient;
    private final Region lastGradient;
    private final Region thinnedAttentionGradient;
    private final Region thinnedMlpGradient;
    private final Region mixedGradient;
    private final Region projectedGradient;
    private final Region keysValues;
    private final Region keysValuesGradient;
    private final Region embedded;
    private final Region embeddedGradient;
    private long length;

    /**
     * What a block keeps for its backward pass.
     *
     * @param attentionNormed     input of attention after the norm, {@code [hidden]}; nothing where the norms stand behind
     * @param attentionStatistics mean and 1/deviation of the attention's norm, {@code [2]}
     * @param projected           query, key and value heads, turned by their positions, {@code [(heads + 2·kvHeads)·headSize]}
     * @param mixed               attention's output before W_O, {@code [heads·headSize]}
     * @param logSums             log of the softmax denominators, {@code [heads]}
     * @param middle              sum of stream and attention, {@code [hidden]}
     * @param mlpIn               input of the MLP, {@code [hidden]}
     * @param mlpStatistics       mean and 1/deviation of the MLP's norm, {@code [2]}
     * @param projectedUp         what enters the activation, {@code [intermediate]} or twice that; its gradient after the backward pass
     * @param last                sum of the MLP's input and output, {@code [hidden]}; nothing where the norms stand before
     */
    record BlockRegions(Region attentionNormed, Region attentionStatistics, Region projected, Region mixed, Region logSums, Region middle,
            Region mlpIn, Region mlpStatistics, Region projectedUp, Region last) {
    }

    /**
     * What embedding keeps; rows are those of the sequences as they are embedded.
     *
     * @param sum                sum of the embeddings before their norm, {@code [hidden]}; nothing without a norm
     * @param statistics         mean and 1/deviation of that norm, {@code [2]}
     * @param patches            pixels of the patches, {@code [channels·patch·patch]}; nothing for text
     * @param positions          position table of the view, {@code [hidden]}, one row per position of one sequence; nothing for text
     * @param positionsGradient  its gradient
     */
    record EmbeddingRegions(Region sum, Region statistics, Region patches, Region positions, Region positionsGradient) {
    }

    /**
     * What stands between the last block and the logits; rows are the scored ones.
     *
     * @param normed         input of the head, {@code [hidden]}
     * @param statistics     mean and 1/deviation of its norm, {@code [2]}
     * @param normedGradient gradient of normed
     * @param gathered       rows of the stream, {@code [hidden]}; like the next two nothing without a transform
     * @param entering       what enters the transform's activation, {@code [hidden]}
     * @param transformed    the transform's output before its norm, {@code [hidden]}
     * @param rows           rows per worker of which logits are made at a time
     * @param logits         logits, then their gradients, {@code [vocabulary]} or {@code [labels]}, {@code rows} for each worker
     */
    record HeadRegions(Region normed, Region statistics, Region normedGradient, Region gathered, Region entering, Region transformed,
            int rows, Region logits) {
    }

    /** The layout for a model of that shape. */
    public ActivationLayout(ModelShape shape, LayoutNeeds needs) {
        this.needs = needs;
        int hidden = shape.hidden();
        int rows = needs.body();
        boolean backward = needs.backward();
        streams = new Region[backward ? needs.layers() + 1 : 1];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = take(rows, hidden);
        }
        blocks = blocks(shape, rows);
        embedding = embedding(shape);
        branch = take(rows, hidden);
        activated = take(rows, shape.intermediate());
        // rows of the score matrices: one block of queries for each worker, of which the backward pass needs two
        scores = take((long) needs.workers() * queryBlock() * (backward ? 2 : 1), longest());
        bypass = take(needs.mixed() ? rows : 0, hidden);
        gradient = take(backward ? rows : 0, hidden);
        middleGradient = take(backward ? rows : 0, hidden);
        lastGradient = take(backward && !shape.family().preNorm() ? rows : 0, hidden);
        thinnedAttentionGradient = take(backward && needs.thinned() ? rows : 0, hidden);
        thinnedMlpGradient = take(backward && needs.thinned() ? rows : 0, hidden);
        mixedGradient = take(backward ? rows : 0, shape.attentionSize());
        projectedGradient = take(backward ? rows : 0, Attention.projectedSize(shape));
        int full = needs.pooled() ? embeddedRows() : 0;
        int keysValuesSize = 2 * shape.kvHeads() * shape.headSize();
        keysValues = take(full, keysValuesSize);
        keysValuesGradient = take(backward ? full : 0, keysValuesSize);
        embedded = take(full, hidden);
        embeddedGradient = take(backward ? full : 0, hidden);
        head = head(shape);
    }

    private int embeddedRows() {
        return needs.rows() * needs.sequence();
    }

    /** @return most rows of one sequence, pooled or not: the longest row of a score matrix */
    public int longest() {
        return needs.pooled() ? 2 * needs.sequence() + 1 : needs.sequence();
    }

    private BlockRegions[] blocks(ModelShape shape, int rows) {
        boolean backward = needs.backward();
        boolean shareAttention = !backward || needs.recompute() != Recompute.NONE;
        boolean shareAll = !backward || needs.recompute() == Recompute.BLOCK;
        BlockRegions[] all = new BlockRegions[backward ? needs.layers() : 1];
        int hidden = shape.hidden();
        for (int i = 0; i < all.length; i++) {
            BlockRegions shared = i == 0 ? null : all[0];
            boolean own = shared == null || !shareAttention;
            boolean ownRest = shared == null || !shareAll;
            all[i] = new BlockRegions(own ? take(rows, shape.family().preNorm() ? hidden : 0) : shared.attentionNormed(),
                    take(rows, Norm.STATISTICS),
                    own ? take(rows, Attention.projectedSize(shape)) : shared.projected(),
                    own ? take(rows, shape.attentionSize()) : shared.mixed(),
                    own ? take(rows, shape.heads()) : shared.logSums(),
                    ownRest ? take(rows, hidden) : shared.middle(),
                    ownRest ? take(rows, hidden) : shared.mlpIn(),
                    take(rows, Norm.STATISTICS),
                    ownRest ? take(rows, Mlp.entering(shape)) : shared.projectedUp(),
                    ownRest ? take(rows, shape.family().preNorm() ? 0 : hidden) : shared.last());
        }
        return all;
    }

    private EmbeddingRegions embedding(ModelShape shape) {
        boolean normed = shape.family() == Family.BERT;
        int patch = shape.image().map(image -> image.channels() * image.patch() * image.patch()).orElse(0);
        int positions = shape.image().isPresent() ? needs.sequence() : 0;
        return new EmbeddingRegions(take(normed ? embeddedRows() : 0, shape.hidden()), take(normed ? embeddedRows() : 0, Norm.STATISTICS),
                take(patch == 0 ? 0 : embeddedRows(), patch), take(positions, shape.hidden()),
                take(needs.backward() ? positions : 0, shape.hidden()));
    }

    private HeadRegions head(ModelShape shape) {
        boolean classifies = shape.image().isPresent();
        int scored = classifies ? needs.rows() : needs.body();
        int outputs = classifies ? shape.image().get().labels() : shape.vocabulary();
        int transform = shape.family() == Family.BERT ? scored : 0;
        int sequences = (needs.rows() + needs.workers() - 1) / needs.workers();
        int most = sequences * (classifies ? 1 : needs.sequence());
        int portion = (int) Math.min(most, Math.max(FEWEST_LOGIT_ROWS, LOGIT_FLOATS / outputs / needs.workers()));
        int hidden = shape.hidden();
        return new HeadRegions(take(scored, hidden), take(scored, Norm.STATISTICS), take(needs.backward() ? scored : 0, hidden),
                take(transform, hidden), take(transform, hidden), take(transform, hidden), portion,
                take((long) portion * needs.workers(), outputs));
    }

    private Region take(long regionRows, int columns) {
        Region region = new Region(length, columns);
        length += regionRows * columns;
        return region;
    }

    /** @return what the layout is for */
    public LayoutNeeds needs() {
        return needs;
    }

    /** @return floats of all regions together */
    public long length() {
        return length;
    }

    /** @return what the backward pass computes again */
    Recompute recompute() {
        return needs.recompute();
    }

    /** @return queries taken at a time */
    int queryBlock() {
        return Attention.queryBlock(longest());
    }

    /** @return what the n-th block to run keeps */
    BlockRegions block(int place) {
        return blocks[needs.backward() ? place : 0];
    }

    /** @return the residual stream {@code [hidden]} before the n-th block to run */
    Region stream(int place) {
        return streams[needs.backward() ? place : 0];
    }

    /** @return what embedding keeps */
    EmbeddingRegions embedding() {
        return embedding;
    }

    /** @return what stands between the last block and the logits */
    HeadRegions head() {
        return head;
    }

    /** @return a branch's output in the forward, the gradient of its input in the backward pass, {@code [hidden]} */
    Region branch() {
        return branch;
    }

    /** @return the MLP's activations, {@code [intermediate]} */
    Region activated() {
        return activated;
    }

    /** @return score matrices, with a block of queries for each worker, twice for a backward pass */
    Region scores() {
        return scores;
    }

    /** @return what passes a gated layer by, or its gradient, {@code [hidden]} */
    Region bypass() {
        return bypass;
    }

    /** @return gradient of the residual stream between two blocks, {@code [hidden]} */
    Region gradient() {
        return gradient;
    }

    /** @return gradient of {@link BlockRegions#middle} */
    Region middleGradient() {
        return middleGradient;
    }

    /** @return gradient of {@link BlockRegions#last} */
    Region lastGradient() {
        return lastGradient;
    }

    /** @return gradient of attention's output, where some of it is left out at random, {@code [hidden]} */
    Region thinnedAttentionGradient() {
        return thinnedAttentionGradient;
    }

    /** @return gradient of the MLP's output, where some of it is left out at random, {@code [hidden]} */
    Region thinnedMlpGradient() {
        return thinnedMlpGradient;
    }

    /** @return gradient of {@link BlockRegions#mixed} */
    Region mixedGradient() {
        return mixedGradient;
    }

    /** @return gradient of {@link BlockRegions#projected} */
    Region projectedGradient() {
        return projectedGradient;
    }

    /** @return keys and values of a sequence before it is pooled, {@code [2·kvHeads·headSize]} */
    Region keysValues() {
        return keysValues;
    }

    /** @return their gradient */
    Region keysValuesGradient() {
        return keysValuesGradient;
    }

    /** @return the embedded sequence before it is pooled, {@code [hidden]} */
    Region embedded() {
        return embedded;
    }

    /** @return its gradient */
    Region embeddedGradient() {
        return embeddedGradient;
    }
}
