package growth.engine.torch;

import growth.api.engine.Device;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.Precision;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.engine.common.batch.BatchRows;
import growth.engine.common.layout.FlatLayout;
import growth.engine.torch.model.Head;

/**
 * The bytes of a device that training takes, counted tensor by tensor as the segments keep them.
 *
 * @param model       parameters, gradients, moments and averages
 * @param activations what the forward pass keeps for the backward pass, and what one block takes in its backward pass
 * @param logits      portions of logits and their gradients
 * @param library     what libtorch takes itself: on a GPU its context and the workspaces of its libraries
 */
record MemoryEstimate(long model, long activations, long logits, long library) {
    private static final long CUDA_LIBRARY = 700L << 20;
    private static final long HOST_LIBRARY = 150L << 20;
    /** What a caching allocator holds beyond what is asked of it. */
    private static final double FRAGMENTS = 1.08;
    /** Logits, their logarithms, their gradients and those of the loss's inner steps, at a time. */
    private static final int LOGITS_AT_ONCE = 4;

    /**
     * Estimates a session of full batches.
     *
     * @param options     of a session whose device is chosen
     * @param scoredShare share of the positions whose label is scored
     */
    static MemoryEstimate of(ModelShape shape, View view, EngineOptions options, double scoredShare) {
        boolean cuda = options.placement().device().kind() == Device.Kind.CUDA;
        // parameters, gradients and two moments
        long model = Float.BYTES * (4L + options.averages().size()) * new FlatLayout(shape).length();
        int sequence = view.sequence(shape);
        int scored = (int) Math.ceil(scoredShare * sequence);
        long rows = options.rows() * (long) view.pooling().map(p -> BatchRows.pooledRows(sequence, p.size()) + scored).orElse(sequence);
        Row row = new Row(shape, options.placement().precision(), cuda);
        long activations = rows * row.kept(view.layers(shape).size(), options.recompute()) + row.castWeights()
                + (long) options.rows() * sequence * Float.BYTES * shape.hidden();
        long outputs = Head.outputs(shape);
        long scoredRows = options.rows() * (shape.image().isPresent() ? 1L : scored);
        long logits = LOGITS_AT_ONCE * Float.BYTES * outputs * Math.min(scoredRows, Head.portion((int) outputs, cuda))
                + scoredRows * Float.BYTES * 4L * shape.hidden();
        return new MemoryEstimate(model, (long) (activations * (cuda ? FRAGMENTS : 1)), logits, cuda ? CUDA_LIBRARY : HOST_LIBRARY);
    }

    /** Returns all bytes. */
    long total() {
        return model + activations + logits + library;
    }

    /**
     * Bytes for one row of the stream.
     *
     * @param shape     the model
     * @param precision what matrices are multiplied in
     * @param cuda      whether a GPU computes, whose flash attention groups queries by itself
     */
    private record Row(ModelShape shape, Precision precision, boolean cuda) {
        /** Returns the bytes that the forward pass keeps, and those of the block whose backward pass runs. */
        long kept(int layers, Recompute recompute) {
            // the stream before each branch
            long stream = 2 * Float.BYTES * (long) shape.hidden();
            long all = attention() + mlp() + stream;
            long running = Math.max(attentionSize(), shape.intermediate()) * 4L * Float.BYTES + 4 * Float.BYTES * (long) shape.hidden();
            return switch (recompute) {
                case NONE -> layers * all + running;
                case ATTENTION -> layers * (mlp() + stream) + attention() + running;
                case BLOCK -> layers * Float.BYTES * (long) shape.hidden() + all + running;
            };
        }

        private long attentionSize() {
            return (long) shape.heads() * shape.headSize();
        }

        private long attention() {
            long shared = (long) shape.kvHeads() * shape.headSize();
            long elements = attentionSize() + 2 * shared + attentionSize();
            if (shape.family() == Family.LLAMA) {
                elements += attentionSize() + shared;
            }
            if (shared < attentionSize() && !(cuda && precision == Precision.BF16)) {
                // keys and values repeated for each query head
                elements += 2 * attentionSize();
            }
            return norm() + elements * bytes() + Float.BYTES * (long) shape.heads();
        }

        private long mlp() {
            return norm() + (shape.family() == Family.LLAMA ? 4L : 2L) * shape.intermediate() * bytes();
        }

        /** The normalised row, for RMSNorm also before its gain, and its cast. */
        private long norm() {
            long floats = shape.family().rmsNorm() ? 2L : 1L;
            return shape.hidden() * (floats * Float.BYTES + (precision == Precision.BF16 ? bytes() : 0));
        }

        private long bytes() {
            return precision == Precision.BF16 ? Short.BYTES : Float.BYTES;
        }

        /** Returns the bytes of weights that were cast and stay for the backward pass. */
        long castWeights() {
            return precision == Precision.BF16 ? bytes() * shape.parameterCount() : 0;
        }
    }
}
