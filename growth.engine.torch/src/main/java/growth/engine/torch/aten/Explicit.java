package growth.engine.torch.aten;

/**
 * Operators with gradients of their own, for backward passes without autograd. Attention is that of libtorch's flash kernels (Dao 2024),
 * which keep the logarithms of the sums of exponentials alone. Its dimensions are {@code [rows, heads, length, headSize]}, as strided
 * views too; keys and values may have fewer heads. On a GPU it takes bf16 alone, and head sizes that are multiples of 8 up to 256.
 */
public final class Explicit {
    private Explicit() {
    }

    /** Returns the gradient of GELU's input x; {@code tanh} says how Φ was computed. */
    public static Tensor geluBackward(Tensor gradient, Tensor x, boolean tanh) {
        Calls calls = x.calls();
        return calls.call("gelu_backward", calls.ref(gradient), calls.ref(x), calls.string(tanh ? "tanh" : "none"));
    }

    /**
     * How attention is computed.
     *
     * @param causal whether a position sees none behind it
     * @param scale  factor of the scores, usually 1 / √headSize
     */
    public record Rule(boolean causal, double scale) {
    }

    /**
     * What attention reads.
     *
     * @param queries {@code [rows, heads, length, headSize]}
     * @param keys    {@code [rows, heads or fewer, length, headSize]}
     * @param values  likewise
     */
    public record Inputs(Tensor queries, Tensor keys, Tensor values) {
    }

    /**
     * What attention computes.
     *
     * @param output  {@code [rows, heads, length, headSize]}, whose memory is laid out {@code [rows, length, heads, headSize]}
     * @param logSums logarithms of the sums of exponentials
     * @param cuda    what CUDA's backward pass wants besides; null on the processor
     */
    public record Result(Tensor output, Tensor logSums, Cuda cuda) {
        /** Hands it all to the arena outside. */
        public void keep(Arena arena) {
            arena.keep(output);
            arena.keep(logSums);
            if (cuda != null) {
                for (Tensor tensor : cuda.tensors) {
                    arena.keep(tensor);
                }
            }
        }

        /** Releases it all. */
        public void release() {
            output.release();
            logSums.release();
            if (cuda != null) {
                for (Tensor tensor : cuda.tensors) {
                    tensor.release();
                }
            }
        }
    }

    /** CUDA's own: ends of sequences of different lengths (undefined here), seed and offset of dropout (unused), longest lengths. */
    record Cuda(Tensor[] tensors, long longestQueries, long longestKeys) {
    }

    /** Computes attention. */
    public static Result attention(Inputs inputs, Rule rule) {
        Calls calls = inputs.queries.calls();
        if (!inputs.queries.isOnCuda()) {
            Tensor[] both = calls.several("_scaled_dot_product_flash_attention_for_cpu", 2, calls.ref(inputs.queries),
                    calls.ref(inputs.keys), calls.ref(inputs.values), calls.real(0), rule.causal ? 1 : 0, 0,
                    calls.present(calls.real(rule.scale)));
            return new Result(both[0], both[1], null);
        }
        long[] results = calls.values("_scaled_dot_product_flash_attention", 9, calls.ref(inputs.queries), calls.ref(inputs.keys),
                calls.ref(inputs.values), calls.real(0), rule.causal ? 1 : 0, 0, calls.present(calls.real(rule.scale)), 0, 0);
        Tensor[] rest = {calls.own(results[2]), calls.own(results[3]), calls.own(results[6]), calls.own(results[7])};
        calls.own(results[8]).release();
        return new Result(calls.own(results[0]), calls.own(results[1]), new Cuda(rest, results[4], results[5]));
    }

    /** Computes the gradients of queries, keys and values. */
    public static Inputs attentionBackward(Tensor gradient, Inputs inputs, Result result, Rule rule) {
        Calls calls = gradient.calls();
        Cuda more = result.cuda;
        Tensor[] d = more == null
                ? calls.several("_scaled_dot_product_flash_attention_for_cpu_backward", 3, calls.ref(gradient), calls.ref(inputs.queries),
                        calls.ref(inputs.keys), calls.ref(inputs.values), calls.ref(result.output), calls.ref(result.logSums),
                        calls.real(0), rule.causal ? 1 : 0, 0, calls.present(calls.real(rule.scale)))
                : calls.several("_scaled_dot_product_flash_attention_backward", 3, calls.ref(gradient), calls.ref(inputs.queries),
                        calls.ref(inputs.keys), calls.ref(inputs.values), calls.ref(result.output), calls.ref(result.logSums),
                        calls.ref(more.tensors[0]), calls.ref(more.tensors[1]), more.longestQueries, more.longestKeys, calls.real(0),
                        rule.causal ? 1 : 0, calls.ref(more.tensors[2]), calls.ref(more.tensors[3]),
                        calls.present(calls.real(rule.scale)));
        return new Inputs(d[0], d[1], d[2]);
    }
}
