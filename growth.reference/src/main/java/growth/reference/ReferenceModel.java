package growth.reference;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Every family in float64, with views and gates, in plain Java: forward only, written for clarity. Gradients are taken by central
 * differences. It shares no arithmetic with {@link ReferenceLlama}, so either can show an error of the other.
 */
public final class ReferenceModel {
    private final ModelShape shape;
    private final Map<String, double[]> parameters;

    /**
     * @param parameters name → row-major values; used as they are, so that changing an entry changes the model
     */
    public ReferenceModel(ModelShape shape, Map<String, double[]> parameters) {
        this.shape = shape;
        this.parameters = new LinkedHashMap<>(parameters);
    }

    /** Returns the model of a state's parameters, which are copied; its gates are ignored, because every call gets gates as an argument. */
    public static ReferenceModel of(ModelState state) {
        Map<String, double[]> values = new LinkedHashMap<>();
        state.parameters().forEach((name, value) -> values.put(name, value.dup('c').reshape(value.length()).toDoubleVector()));
        return new ReferenceModel(state.shape(), values);
    }

    /** Returns the model's shape. */
    public ModelShape shape() {
        return shape;
    }

    /** Returns the parameters themselves, by name, row-major: a changed entry changes the model. */
    public Map<String, double[]> parameters() {
        return parameters;
    }

    /**
     * @param view its layers count; sequence and resolution are the batch's own; pooling has no logits per position and is refused
     * @return logits, {@code [rows·sequence·vocabulary]} row-major; for vision models {@code [rows·labels]}
     */
    public double[] logits(Batch batch, View view, Gates gates) {
        if (view.pooling().isPresent()) {
            throw new IllegalArgumentException("a pooled sequence has no logits of its positions");
        }
        double[][] rows = new double[batch.rows()][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.stream(rowLogits(batch, row, view, gates)).flatMapToDouble(Arrays::stream).toArray();
        }
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Returns the loss of one batch, as {@link #loss(List, View, Gates, double)}. */
    public double loss(Batch batch, View view, Gates gates, double labelSmoothing) {
        return loss(List.of(batch), view, gates, labelSmoothing);
    }

    /**
     * Cross-entropy against (1 − ε)·onehot + ε/K (Szegedy et al. 2016), for K classes.
     *
     * @param labelSmoothing ε
     * @return the mean over the scored labels of all batches together, in nats; NaN if no label is scored
     */
    public double loss(List<? extends Batch> batches, View view, Gates gates, double labelSmoothing) {
        double sum = 0;
        int scored = 0;
        for (Batch batch : batches) {
            for (int row = 0; row < batch.rows(); row++) {
                double[][] logits = rowLogits(batch, row, view, gates);
                int[] labels = labels(batch, row);
                if (view.pooling().isPresent()) {
                    // the last rows are those of the scored positions
                    labels = Arrays.stream(labels).filter(label -> label != Batch.IGNORED).toArray();
                    logits = Arrays.copyOfRange(logits, logits.length - labels.length, logits.length);
                }
                for (int t = 0; t < labels.length; t++) {
                    if (labels[t] != Batch.IGNORED) {
                        sum += crossEntropy(logits[t], labels[t], labelSmoothing);
                        scored++;
                    }
                }
            }
        }
        return sum / scored;
    }

    /**
     * @param direction of the parameter's size; the derivative is along it, not along its unit vector
     * @param h         step
     * @return (loss(θ + h·direction) − loss(θ − h·direction)) / 2h; the parameters are as before afterwards
     */
    public double directional(String parameter, double[] direction, double h, List<? extends Batch> batches, View view, Gates gates,
            double labelSmoothing) {
        double[] values = parameters.get(parameter);
        double[] kept = values.clone();
        Arrays.setAll(values, i -> kept[i] + h * direction[i]);
        double above = loss(batches, view, gates, labelSmoothing);
        Arrays.setAll(values, i -> kept[i] - h * direction[i]);
        double below = loss(batches, view, gates, labelSmoothing);
        System.arraycopy(kept, 0, values, 0, kept.length);
        return (above - below) / (2 * h);
    }

    /** Returns the central difference of the loss for one entry, as {@link #directional} along its axis. */
    public double difference(String parameter, int entry, double h, List<? extends Batch> batches, View view, Gates gates,
            double labelSmoothing) {
        double[] direction = new double[parameters.get(parameter).length];
        direction[entry] = 1;
        return directional(parameter, direction, h, batches, view, gates, labelSmoothing);
    }

    /**
     * Computes one block on one sequence: c·Block(x) + (1−c)·x, where c is its gate.
     *
     * @param x        the residual stream before it, {@code [positions][hidden]}
     * @param memory   source of keys and values: {@code x} itself, unless the sequence is pooled
     * @param attended whether a position is attended to; empty: all are
     * @return the residual stream after it
     */
    public double[][] block(int layer, double[][] x, double[][] memory, Gates gates, boolean[] attended) {
        Modules modules = new Modules(shape, parameters, new GateValues(shape, gates), attended);
        return Sequences.mixed(modules.gates().block(layer), Forward.of(modules).block(layer, x, memory), x);
    }

    /** Returns an embedded sequence of a batch as it is pooled, {@code [positions][hidden]}, its scored positions at the end. */
    public static double[][] pooled(double[][] embedded, Batch batch, int row, View.Pooling pooling) {
        return PooledSequence.of(embedded, labels(batch, row), pooling);
    }

    private double[][] rowLogits(Batch batch, int row, View view, Gates gates) {
        check(batch, view);
        Modules modules = new Modules(shape, parameters, new GateValues(shape, gates), attended(batch, row));
        Forward forward = Forward.of(modules);
        double[][] embedded = forward.embed(batch, row);
        double[][] x = view.pooling().map(pooling -> pooled(embedded, batch, row, pooling)).orElse(embedded);
        double[][] memory = embedded;
        for (int layer : view.layers().orElseGet(() -> IntStream.range(0, shape.layers()).boxed().toList())) {
            x = Sequences.mixed(modules.gates().block(layer), forward.block(layer, x, memory), x);
            memory = x;
        }
        return forward.head(x);
    }

    private void check(Batch batch, View view) {
        if (view.pooling().isPresent() && shape.family() != Family.BERT) {
            throw new IllegalArgumentException("pooling is defined for bert, not for " + shape.family().id());
        }
        if (view.pooling().isPresent() && batch instanceof Batch.Tokens tokens && tokens.padded()) {
            throw new IllegalArgumentException("padding has no meaning in a pooled sequence");
        }
        if (batch instanceof Batch.Images images && view.resolution().orElse(images.size()) != images.size()) {
            throw new IllegalArgumentException("images of " + images.size() + " pixels are not of " + view);
        }
    }

    private static boolean[] attended(Batch batch, int row) {
        return batch instanceof Batch.Tokens tokens && tokens.padded()
                ? Arrays.copyOfRange(tokens.attentionMask(), row * tokens.sequence(), (row + 1) * tokens.sequence()) : new boolean[0];
    }

    private static int[] labels(Batch batch, int row) {
        if (batch instanceof Batch.Tokens tokens) {
            return Arrays.copyOfRange(tokens.labels(), row * tokens.sequence(), (row + 1) * tokens.sequence());
        }
        return new int[] {((Batch.Images) batch).labels()[row]};
    }

    private static double crossEntropy(double[] logits, int label, double smoothing) {
        double max = Arrays.stream(logits).max().orElseThrow();
        double logSum = max + Math.log(Arrays.stream(logits).map(x -> Math.exp(x - max)).sum());
        double mean = Arrays.stream(logits).average().orElseThrow();
        return logSum - (1 - smoothing) * logits[label] - smoothing * mean;
    }
}
