package growth.engine.torch.model;

import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.common.layout.FlatLayout;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.batch.DeviceBatch;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The end of the chain: readout, language-model head or classifier, and loss, for the scored rows alone. Logits are made in portions, each
 * of which goes forward and backward at once, so that only a small part of all logits exists at a time.
 */
public final class Head {
    /** Logits of a portion on the processor, and on a GPU, which wants larger products. */
    private static final long HOST_LOGITS = 1L << 24;
    private static final long DEVICE_LOGITS = 1L << 28;

    private final Segment readout;
    private final LabelLoss loss;
    private final ParameterRole role;
    private final int portion;

    /** Creates the head of a model whose loss is libtorch's. */
    static Head of(Aten aten, FlatLayout layout) {
        return new Head(layout, new Readout(layout), new GraphLoss(), portion(outputs(layout.shape()), aten.device().cuda()));
    }

    /**
     * @param readout what stands before the head, of rows {@code [n, hidden]}
     * @param loss    what stands behind it
     * @param portion rows whose logits are made at a time
     */
    public Head(FlatLayout layout, Segment readout, LabelLoss loss, int portion) {
        this(readout, loss, portion, layout.shape().tied() ? ParameterRole.TOKEN_EMBEDDING : ParameterRole.HEAD);
    }

    private Head(Segment readout, LabelLoss loss, int portion, ParameterRole role) {
        this.readout = readout;
        this.loss = loss;
        this.portion = portion;
        this.role = role;
    }

    /** Returns this head with another loss. */
    public Head with(UnaryOperator<LabelLoss> other) {
        return new Head(readout, other.apply(loss), portion, role);
    }

    /** Returns the number of logits of a row. */
    public static int outputs(ModelShape shape) {
        return shape.image().isPresent() ? shape.image().get().labels() : shape.vocabulary();
    }

    /**
     * Returns the number of rows whose logits are made at a time.
     *
     * @param outputs logits of a row
     * @param cuda    whether a GPU makes them
     */
    public static int portion(int outputs, boolean cuda) {
        return (int) Math.max(1, (cuda ? DEVICE_LOGITS : HOST_LOGITS) / outputs);
    }

    /** Returns logits of the scored rows, {@code [scored, outputs]} in single precision, in the innermost arena. */
    Tensor logits(Pass pass, Tensor x) {
        try (Arena arena = pass.aten().open()) {
            Tensor rows = pass.inPrecision(readout.forward(pass, scored(pass, x)));
            return arena.keep(pass.aten().to(Classifier.of(pass, role).logits(rows), Dtype.F32));
        }
    }

    /** Adds the losses of the scored rows and the number of correct labels to the sums. */
    void loss(Pass pass, Tensor x, Losses losses) {
        try (Arena arena = pass.aten().open()) {
            Tensor rows = pass.inPrecision(readout.forward(pass, scored(pass, x)));
            Classifier classifier = Classifier.of(pass, role);
            inPortions(pass, part -> loss.loss(pass, classifier.logits(part.of(rows)), part.labels(), losses));
        }
    }

    /**
     * Adds the losses of the scored rows to the sums, and the gradients of head and readout, where they learn, to the flat gradients.
     *
     * @param inputWanted whether the gradient of x is wanted
     * @return gradient of x; null if it is not wanted
     */
    Tensor gradients(Pass pass, Tensor x, boolean inputWanted, Losses losses) {
        Aten aten = pass.aten();
        try (Arena arena = aten.open()) {
            Tensor normed = readout.forward(pass, scored(pass, x));
            Tensor gradient = aten.tensors().empty(Dtype.F32, normed.sizes());
            Tensor rows = pass.inPrecision(normed);
            Classifier classifier = Classifier.of(pass, role);
            inPortions(pass, part -> {
                Tensor ofLogits = loss.gradient(pass, classifier.logits(part.of(rows)), part.labels(), losses);
                classifier.addGradients(ofLogits, part.of(rows));
                aten.inPlace().copy(part.of(gradient), classifier.inputGradient(ofLogits));
            });
            Tensor scored = readout.backward(pass, gradient, inputWanted);
            return inputWanted ? arena.keep(spread(pass, scored, x)) : null;
        }
    }

    /** Some of the scored rows. */
    private record Part(Pass pass, int from, int count) {
        Tensor of(Tensor all) {
            return pass.aten().narrow(all, 0, from, count);
        }

        Tensor labels() {
            return of(pass.batch().scored().labels());
        }
    }

    private void inPortions(Pass pass, Consumer<Part> work) {
        int count = pass.batch().scored().count();
        for (int from = 0; from < count; from += portion) {
            try (Arena arena = pass.aten().open()) {
                work.accept(new Part(pass, from, Math.min(portion, count - from)));
            }
        }
    }

    /** Returns the scored rows of the stream, {@code [scored, hidden]}. */
    private static Tensor scored(Pass pass, Tensor x) {
        Aten aten = pass.aten();
        DeviceBatch.Scored scored = pass.batch().scored();
        Tensor rows = aten.view(x, -1, x.size(2));
        return scored.rows() == null ? rows : aten.indexSelect(rows, 0, scored.rows());
    }

    /** Returns a gradient of the scored rows as one of the stream: 0 elsewhere. Every row is gathered, so that nothing is added up. */
    private static Tensor spread(Pass pass, Tensor gradient, Tensor x) {
        Aten aten = pass.aten();
        DeviceBatch.Scored scored = pass.batch().scored();
        if (scored.rows() == null) {
            return aten.view(gradient, x.sizes());
        }
        Tensor none = aten.tensors().zeros(Dtype.F32, 1, x.size(2));
        return aten.view(aten.indexSelect(aten.cat(List.of(gradient, none), 0), 0, scored.places()), x.sizes());
    }

    /** Releases what a pass that failed has left. */
    void forget() {
        readout.forget();
    }
}
