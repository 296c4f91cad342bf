package growth.engine.torch.model;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.random.Dropout;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.aten.TestTorch;
import growth.engine.torch.batch.BatchUpload;
import growth.engine.torch.batch.DeviceBatch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A whole model on libtorch, for tests: what a session does with a transformer, without an optimizer. */
final class ModelRun implements AutoCloseable {
    final Aten aten = TestTorch.open();
    final FlatLayout layout;
    private final Parameters parameters;
    private final Tensor gradients;
    private final Losses losses;
    private final BatchUpload upload;
    private final LabelLoss loss = new FailingLoss();
    private boolean failing;
    private Transformer transformer;
    private GateTensors gates;
    private Dtype precision = Dtype.F32;
    private Recompute recompute = Recompute.NONE;
    private Dropout dropout = Dropout.NONE;
    private double smoothing;
    private Trainable trainable = Trainable.ALL;

    ModelRun(ModelState state) {
        layout = new FlatLayout(state.shape());
        float[] flat = SegmentRun.flat(layout, state);
        parameters = new Parameters(aten, layout, aten.tensors().upload(flat, flat.length));
        gradients = aten.tensors().zeros(Dtype.F32, flat.length);
        losses = new Losses(aten);
        upload = new BatchUpload(aten, state.shape());
        portion(Head.portion(Head.outputs(state.shape()), false));
        gates = new GateTensors(aten, state.shape(), state.gates());
    }

    ModelRun gates(Gates some) {
        gates = new GateTensors(aten, layout.shape(), some);
        return this;
    }

    ModelRun precision(Dtype some) {
        precision = some;
        return this;
    }

    ModelRun recompute(Recompute some) {
        recompute = some;
        return this;
    }

    ModelRun training(Dropout some, double smoothed, Trainable learning) {
        dropout = some;
        smoothing = smoothed;
        trainable = learning;
        return this;
    }

    /** Makes logits of that many rows at a time. */
    ModelRun portion(int rows) {
        Parts parts = Parts.of(aten, layout);
        transformer = new Transformer(new Parts(parts.embedding(), parts.blocks(), new Head(layout, new Readout(layout), loss, rows)));
        return this;
    }

    /** Says whether the gradient of the loss fails. */
    void failing(boolean some) {
        failing = some;
    }

    /** Fails when it is told to. */
    private final class FailingLoss implements LabelLoss {
        private final LabelLoss whole = new GraphLoss();

        @Override
        public Tensor gradient(Pass pass, Tensor logits, Tensor labels, Losses sums) {
            Tensor gradient = whole.gradient(pass, logits, labels, sums);
            if (failing) {
                throw new IllegalStateException("too little memory");
            }
            return gradient;
        }

        @Override
        public void loss(Pass pass, Tensor logits, Tensor labels, Losses sums) {
            whole.loss(pass, logits, labels, sums);
        }
    }

    private Pass pass(DeviceBatch batch, View view, float labelWeight, boolean learns) {
        Conditions conditions = Conditions.of(view, layout.shape(), gates, recompute, precision);
        return Pass.of(aten, parameters, learns ? conditions.training(dropout, smoothing, trainable) : conditions, batch, labelWeight,
                learns);
    }

    /** Returns the mean loss. */
    double loss(Batch batch, View view) {
        evaluate(batch, view);
        return losses.loss() / batch.scored();
    }

    /** Returns the number of correct labels. */
    long correct(Batch batch, View view) {
        evaluate(batch, view);
        return losses.read().correct();
    }

    private void evaluate(Batch batch, View view) {
        losses.clear();
        try (Arena arena = aten.open()) {
            transformer.loss(pass(upload.read(batch, view), view, 1, false), losses);
        }
    }

    double[] logits(Batch batch, View view) {
        try (Arena arena = aten.open()) {
            return doubles(aten.tensors().floats(transformer.logits(pass(upload.readUnscored(batch), view, 1, false))));
        }
    }

    /** Computes the gradients of the mean loss over all scored labels; returns that loss. */
    double backward(List<Batch> batches, View view) {
        aten.inPlace().zero(gradients);
        parameters.learn(trainable, gradients);
        losses.clear();
        long scored = batches.stream().mapToLong(Batch::scored).sum();
        for (Batch batch : batches) {
            try (Arena arena = aten.open()) {
                transformer.gradients(pass(upload.read(batch, view), view, 1f / scored, true), losses);
            }
        }
        return losses.loss() / scored;
    }

    /** Returns the gradients by name, as {@link #backward} has left them. */
    Map<String, double[]> gradients() {
        double[] all = doubles(aten.tensors().floats(gradients));
        Map<String, double[]> byName = new LinkedHashMap<>();
        layout.places().forEach((name, place) -> byName.put(name, Arrays.copyOfRange(all, (int) place.at(), (int) place.end())));
        return byName;
    }

    TorchDecoder decoder(int rows, int positions) {
        return new TorchDecoder(new TorchDecoder.Decoded(aten, layout.shape(), transformer,
                batch -> pass(batch, View.full(), 1, false), precision, () -> { }), rows, positions);
    }

    static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    @Override
    public void close() {
        aten.close();
    }
}
