package growth.reference;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * LlamaForCausalLM in float64, in plain Java, written for clarity rather than speed: the growth algebra and engines are tested against it.
 * Parameters are row-major arrays under Hugging Face's names.
 */
public final class ReferenceLlama {
    private final ModelShape shape;
    private final Map<String, double[]> parameters;

    /**
     * @param parameters name → row-major values; used as they are, so that changing an entry changes the model
     */
    public ReferenceLlama(ModelShape shape, Map<String, double[]> parameters) {
        if (shape.ropeScaling().isPresent()) {
            throw new IllegalArgumentException("ReferenceModel has rope scaling, this has not");
        }
        if (shape.family() != Family.LLAMA) {
            throw new IllegalArgumentException("a reference for llama, not " + shape.family().id());
        }
        this.shape = shape;
        this.parameters = new LinkedHashMap<>(parameters);
    }

    /** Returns the model of a state's parameters, which are copied; they may be of any floating-point type. */
    public static ReferenceLlama of(ModelState state) {
        Map<String, double[]> values = new LinkedHashMap<>();
        state.parameters().forEach((name, value) -> values.put(name, value.dup('c').reshape(value.length()).toDoubleVector()));
        return new ReferenceLlama(state.shape(), values);
    }

    /** A mean loss in nats, and its gradients by parameter name, of the parameters' shapes. */
    public record Gradients(double loss, Map<String, double[]> values) {
    }

    /** Returns the parameters themselves, by name. */
    public Map<String, double[]> parameters() {
        return parameters;
    }

    /** Returns logits, {@code [rows·sequence, vocabulary]} row-major. */
    public double[] logits(Batch.Tokens batch) {
        double[] logits = new double[batch.inputs().length * shape.vocabulary()];
        for (int row = 0; row < batch.rows(); row++) {
            double[] part = new Pass(tokens(batch, row)).logits;
            System.arraycopy(part, 0, logits, row * part.length, part.length);
        }
        return logits;
    }

    /** Returns the mean cross-entropy over the scored labels, in nats. */
    public double loss(Batch.Tokens batch) {
        return CrossEntropy.of(logits(batch), batch.labels(), shape.vocabulary()).loss();
    }

    /** Returns the mean cross-entropy over the scored labels, and its gradient for every parameter. */
    public Gradients gradients(Batch.Tokens batch) {
        Map<String, double[]> gradients = new LinkedHashMap<>();
        ParameterLayout.of(shape).parameters().forEach(p -> gradients.put(p.name(), new double[(int) p.count(shape)]));
        CrossEntropy entropy = CrossEntropy.of(logits(batch), batch.labels(), shape.vocabulary());
        int size = batch.sequence() * shape.vocabulary();
        for (int row = 0; row < batch.rows(); row++) {
            double[] dlogits = Arrays.copyOfRange(entropy.gradient(), row * size, (row + 1) * size);
            new Pass(tokens(batch, row)).backward(dlogits, gradients);
        }
        return new Gradients(entropy.loss(), gradients);
    }

    private static int[] tokens(Batch.Tokens batch, int row) {
        return Arrays.copyOfRange(batch.inputs(), row * batch.sequence(), (row + 1) * batch.sequence());
    }

    /** One sequence through the model. */
    private final class Pass {
        private final String headName = shape.tied() ? "model.embed_tokens.weight" : "lm_head.weight";
        private final int[] tokens;
        private final ReferenceBlock[] blocks = new ReferenceBlock[shape.layers()];
        private final ReferenceBlock.Trace[] traces = new ReferenceBlock.Trace[shape.layers()];
        private final double[] last;
        private final double[] normed;
        private final double[] logits;

        Pass(int[] tokens) {
            this.tokens = tokens;
            int hidden = shape.hidden();
            double[] x = new double[tokens.length * hidden];
            for (int t = 0; t < tokens.length; t++) {
                System.arraycopy(parameters.get("model.embed_tokens.weight"), tokens[t] * hidden, x, t * hidden, hidden);
            }
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = new ReferenceBlock(shape, parameters, i);
                traces[i] = blocks[i].forward(x);
                x = traces[i].output();
            }
            last = x;
            normed = RmsNorm.forward(last, parameters.get("model.norm.weight"), shape.normEpsilon());
            logits = Linear.forward(normed, parameters.get(headName), hidden, shape.vocabulary());
        }

        void backward(double[] dlogits, Map<String, double[]> gradients) {
            int hidden = shape.hidden();
            double[] head = parameters.get(headName);
            double[] dnormed = Linear.backward(normed, head, dlogits, gradients.get(headName), hidden, shape.vocabulary());
            double[] gain = parameters.get("model.norm.weight");
            double[] dx = RmsNorm.backward(last, gain, shape.normEpsilon(), dnormed, gradients.get("model.norm.weight"));
            for (int i = blocks.length - 1; i >= 0; i--) {
                dx = blocks[i].backward(traces[i], dx, gradients);
            }
            double[] dembedding = gradients.get("model.embed_tokens.weight");
            for (int i = 0; i < dx.length; i++) {
                dembedding[tokens[i / hidden] * hidden + i % hidden] += dx[i];
            }
        }
    }
}
