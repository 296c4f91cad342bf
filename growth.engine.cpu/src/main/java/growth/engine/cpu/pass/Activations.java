package growth.engine.cpu.pass;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.engine.cpu.memory.Bf16Memory;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import java.util.Arrays;

/**
 * The activations of a pass: regions of one memory, each with a row per row of the stream unless said otherwise. A pure function of shape
 * and needs. Without a backward pass all blocks share the regions of one; they share what is computed again, too. Where products are in
 * bfloat16, the regions that they read have rounded copies in a memory of its own.
 *
 * @param needs     what the layout is for
 * @param length    number of floats in all regions
 * @param rounded   number of elements in all rounded copies; 0 in single precision
 * @param streams   the residual stream before each block that runs, and after the last one, {@code [hidden]}
 * @param blocks    what each block that runs keeps
 * @param embedding what embedding keeps
 * @param shared    what the blocks share
 * @param gradients gradients that the blocks share
 * @param unpooled  the sequences before they are pooled
 * @param head      what stands between the last block and the logits
 */
public record Activations(Needs needs, long length, long rounded, Region[] streams, BlockRegions[] blocks, EmbeddingRegions embedding,
        SharedRegions shared, GradientRegions gradients, UnpooledRegions unpooled, HeadRegions head) {
    /** Columns of a region for the statistics of a norm: mean and 1/deviation. */
    public static final int STATISTICS = 2;
    /**
     * Logits are made for as many rows at a time as need about this many floats, so that large vocabularies need no large memory. The
     * head's weights are read, and its gradient is read and written, once for each portion: with a quarter of this GPT-2's steps take
     * 5 % longer.
     */
    private static final long LOGIT_FLOATS = 1L << 24;
    /** Fewer rows per worker than this at a time would leave BLAS idle. */
    private static final int FEWEST_LOGIT_ROWS = 64;
    /** Elements of a cache line in bfloat16; every rounded copy begins with one. */
    private static final int CACHE_LINE = 32;

    /**
     * What attention keeps for its backward pass.
     *
     * @param normed     its input after the norm, {@code [hidden]}; nothing where the norms stand behind
     * @param statistics mean and 1/deviation of its norm, {@code [2]}
     * @param projected  query, key and value heads, rotated by their positions, {@code [(heads + 2·kvHeads)·headSize]}
     * @param context    its output before W_O, {@code [heads·headSize]}
     * @param logSums    logs of the softmax denominators, {@code [heads]}; those of a sequence lie head by head
     */
    public record AttentionRegions(Region normed, Region statistics, Region projected, Region context, Region logSums) {
    }

    /**
     * What an MLP keeps for its backward pass.
     *
     * @param input         its input, {@code [hidden]}
     * @param statistics    mean and 1/deviation of its norm, {@code [2]}
     * @param preActivation what enters the activation, {@code [intermediate]} or twice that; its gradient after the backward pass
     */
    public record MlpRegions(Region input, Region statistics, Region preActivation) {
    }

    /**
     * What a block keeps for its backward pass.
     *
     * @param attention what its attention keeps
     * @param middle    sum of the stream and attention's output, {@code [hidden]}
     * @param mlp       what its MLP keeps
     * @param last      sum of the MLP's input and output, {@code [hidden]}; nothing where the norms stand before
     */
    public record BlockRegions(AttentionRegions attention, Region middle, MlpRegions mlp, Region last) {
    }

    /**
     * What the blocks share in both directions.
     *
     * @param branch          a branch's output in the forward, the gradient of its input in the backward pass, {@code [hidden]}
     * @param activated       the MLP's activations, {@code [intermediate]}
     * @param attentionScores tiles of attention scores, a row for each worker, twice for a backward pass
     * @param bypass          what bypasses a gated layer, or its gradient, {@code [hidden]}
     */
    public record SharedRegions(Region branch, Region activated, Region attentionScores, Region bypass) {
    }

    /**
     * Gradients that the blocks share; nothing without a backward pass.
     *
     * @param stream          gradient of the stream between two blocks, {@code [hidden]}
     * @param middle          gradient of {@link BlockRegions#middle}
     * @param last            gradient of {@link BlockRegions#last}
     * @param maskedAttention gradient of attention's output where dropout masks it, {@code [hidden]}
     * @param maskedMlp       gradient of the MLP's output where dropout masks it, {@code [hidden]}
     * @param context         gradient of {@link AttentionRegions#context}
     * @param projected       gradient of {@link AttentionRegions#projected}
     * @param contextProducts scaled products of each head's context and its gradient, {@code [heads]}, in the order of the log sums
     */
    public record GradientRegions(Region stream, Region middle, Region last, Region maskedAttention, Region maskedMlp, Region context,
            Region projected, Region contextProducts) {
    }

    /**
     * The sequences before they are pooled; nothing where they are not. Rows are those of the embedded sequences.
     *
     * @param keysValues         keys and values, {@code [2·kvHeads·headSize]}
     * @param keysValuesGradient their gradient
     * @param embedded           the embedded sequences, {@code [hidden]}
     * @param embeddedGradient   their gradient
     */
    public record UnpooledRegions(Region keysValues, Region keysValuesGradient, Region embedded, Region embeddedGradient) {
    }

    /**
     * What embedding keeps. Rows are those of the embedded sequences.
     *
     * @param sum               sum of the embeddings before their norm, {@code [hidden]}; nothing without a norm
     * @param statistics        mean and 1/deviation of that norm, {@code [2]}
     * @param patches           pixels of the patches, {@code [channels·patch·patch]}; nothing for text
     * @param positions         position table of the view, {@code [hidden]}, one row per position of one sequence; nothing for text
     * @param positionsGradient its gradient
     */
    public record EmbeddingRegions(Region sum, Region statistics, Region patches, Region positions, Region positionsGradient) {
    }

    /**
     * What stands between the last block and the logits. Rows are the scored ones.
     *
     * @param normed         input of the head, {@code [hidden]}
     * @param statistics     mean and 1/deviation of its norm, {@code [2]}
     * @param normedGradient gradient of normed
     * @param transform      what a transform keeps
     * @param portion        rows per worker of which logits are made at a time
     * @param logits         logits, then their gradients, {@code [vocabulary]} or {@code [labels]}, {@code portion} rows for each worker
     */
    public record HeadRegions(Region normed, Region statistics, Region normedGradient, TransformRegions transform, int portion,
            Region logits) {
    }

    /**
     * What the transform before BERT's head keeps; nothing without one. Rows are the scored ones.
     *
     * @param input         rows of the stream, {@code [hidden]}
     * @param preActivation what enters its activation, {@code [hidden]}
     * @param activated     its output before the norm, {@code [hidden]}
     */
    public record TransformRegions(Region input, Region preActivation, Region activated) {
    }

    /**
     * Lays out the activations of a model of that shape.
     *
     * @param memory  holds them; null where only their {@link #length} is asked for
     * @param rounded holds the rounded copies; null where there are none, or only their number is asked for
     */
    public static Activations of(ModelShape shape, Needs needs, FloatMemory memory, Bf16Memory rounded) {
        return new Layout(shape, needs, memory, rounded).make();
    }

    /** Counts the floats and rounded elements of a layout without memory. */
    public static Activations sizes(ModelShape shape, Needs needs) {
        return of(shape, needs, null, null);
    }

    /** Returns the width of attention's fused projection: query heads, key heads, value heads. */
    public static int projectedSize(ModelShape shape) {
        return (shape.heads() + 2 * shape.kvHeads()) * shape.headSize();
    }

    /** Returns the number of elements in a row that enters the activation of an MLP. */
    public static int preActivationSize(ModelShape shape) {
        return shape.family() == Family.LLAMA ? 2 * shape.intermediate() : shape.intermediate();
    }

    /** Returns what the n-th block that runs keeps. */
    BlockRegions block(int place) {
        return blocks[needs.backward() ? place : 0];
    }

    /** Returns the residual stream before the n-th block that runs, {@code [hidden]}. */
    public Region stream(int place) {
        return streams[needs.backward() ? place : 0];
    }

    /** Takes region after region. */
    private static final class Layout {
        private final ModelShape shape;
        private final Needs needs;
        private final FloatMemory memory;
        private final Bf16Memory copies;
        private long length;
        private long rounded;

        Layout(ModelShape shape, Needs needs, FloatMemory memory, Bf16Memory copies) {
            this.shape = shape;
            this.needs = needs;
            this.memory = memory;
            this.copies = copies;
        }

        Activations make() {
            Region[] streams = new Region[needs.backward() ? needs.layers() + 1 : 1];
            // where no norm stands before it, attention reads the stream itself
            Arrays.setAll(streams, i -> shape.family().preNorm() ? take(needs.body(), shape.hidden())
                    : takeOperand(needs.body(), shape.hidden()));
            // what is read right after it is rounded needs one copy for all blocks
            Region.Rounded projected = takeCopy(needs.body(), projectedSize(shape));
            Region.Rounded preActivation = takeCopy(needs.backward() ? needs.body() : 0, Activations.preActivationSize(shape));
            BlockRegions[] blocks = new BlockRegions[needs.backward() ? needs.layers() : 1];
            Arrays.setAll(blocks, i -> takeBlock(i == 0 ? null : blocks[0], projected, preActivation));
            EmbeddingRegions embedding = takeEmbedding();
            int tiles = needs.options().workers() * (needs.backward() ? 2 : 1);
            SharedRegions shared = new SharedRegions(take(needs.body(), shape.hidden()), takeOperand(needs.body(), shape.intermediate()),
                    takeOperand(tiles, AttentionTiles.most(shape, needs.longest())),
                    take(needs.bypassed() ? needs.body() : 0, shape.hidden()));
            GradientRegions gradients = takeGradients(needs.backward() ? needs.body() : 0);
            UnpooledRegions unpooled = takeUnpooled(needs.pooled() ? needs.embeddedRows() : 0);
            HeadRegions head = takeHead();
            return new Activations(needs, length, rounded, streams, blocks, embedding, shared, gradients, unpooled, head);
        }

        private Region take(long rows, int columns) {
            Region region = new Region(memory, length, columns);
            length += rows * columns;
            return region;
        }

        /** Takes a region with a rounded copy for products. */
        private Region takeOperand(long rows, int columns) {
            return take(rows, columns).with(takeCopy(rows, columns));
        }

        /** Takes a rounded copy; null in single precision. */
        private Region.Rounded takeCopy(long rows, int columns) {
            if (!needs.rounds()) {
                return null;
            }
            Region.Rounded copy = new Region.Rounded(copies, rounded);
            rounded += (rows * columns + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
            return copy;
        }

        private BlockRegions takeBlock(BlockRegions first, Region.Rounded projected, Region.Rounded preActivation) {
            boolean own = first == null || !needs.sharesAttention();
            boolean ownRest = first == null || !needs.sharesBlocks();
            int rows = needs.body();
            int hidden = shape.hidden();
            boolean preNorm = shape.family().preNorm();
            AttentionRegions attention = new AttentionRegions(own ? takeOperand(rows, preNorm ? hidden : 0) : first.attention().normed(),
                    take(rows, STATISTICS),
                    own ? take(rows, projectedSize(shape)).with(projected) : first.attention().projected(),
                    own ? takeOperand(rows, shape.attentionSize()) : first.attention().context(),
                    own ? take(rows, shape.heads()) : first.attention().logSums());
            Region middle = ownRest ? take(rows, hidden) : first.middle();
            MlpRegions mlp = new MlpRegions(ownRest ? takeOperand(rows, hidden) : first.mlp().input(), take(rows, STATISTICS),
                    ownRest ? take(rows, preActivationSize(shape)).with(preActivation) : first.mlp().preActivation());
            return new BlockRegions(attention, middle, mlp, ownRest ? take(rows, preNorm ? 0 : hidden) : first.last());
        }

        private EmbeddingRegions takeEmbedding() {
            int normed = shape.family() == Family.BERT ? needs.embeddedRows() : 0;
            int patch = shape.image().map(image -> image.channels() * image.patch() * image.patch()).orElse(0);
            int positions = shape.image().isPresent() ? needs.sequence() : 0;
            return new EmbeddingRegions(take(normed, shape.hidden()), take(normed, STATISTICS),
                    takeOperand(patch == 0 ? 0 : needs.embeddedRows(), patch), take(positions, shape.hidden()),
                    take(needs.backward() ? positions : 0, shape.hidden()));
        }

        private GradientRegions takeGradients(int rows) {
            int masked = needs.masked() ? rows : 0;
            int hidden = shape.hidden();
            return new GradientRegions(takeOperand(rows, hidden), takeOperand(rows, hidden),
                    takeOperand(shape.family().preNorm() ? 0 : rows, hidden), takeOperand(masked, hidden), takeOperand(masked, hidden),
                    takeOperand(rows, shape.attentionSize()), takeOperand(rows, projectedSize(shape)), take(rows, shape.heads()));
        }

        private UnpooledRegions takeUnpooled(int rows) {
            int keysValues = 2 * shape.kvHeads() * shape.headSize();
            int backward = needs.backward() ? rows : 0;
            return new UnpooledRegions(takeOperand(rows, keysValues), takeOperand(backward, keysValues), takeOperand(rows, shape.hidden()),
                    take(backward, shape.hidden()));
        }

        private HeadRegions takeHead() {
            boolean classifies = shape.image().isPresent();
            int rows = needs.options().rows();
            int workers = needs.options().workers();
            int scored = classifies ? rows : needs.body();
            int outputs = classifies ? shape.image().get().labels() : shape.vocabulary();
            int transform = shape.family() == Family.BERT ? scored : 0;
            int most = Math.min(scored, (rows + workers - 1) / workers * (classifies ? 1 : needs.sequence()));
            int portion = (int) Math.min(most, Math.max(FEWEST_LOGIT_ROWS, LOGIT_FLOATS / outputs / workers));
            int hidden = shape.hidden();
            return new HeadRegions(takeOperand(scored, hidden), take(scored, STATISTICS), take(needs.backward() ? scored : 0, hidden),
                    new TransformRegions(takeOperand(transform, hidden), takeOperand(transform, hidden), take(transform, hidden)), portion,
                    takeOperand((long) portion * workers, outputs));
        }
    }
}
