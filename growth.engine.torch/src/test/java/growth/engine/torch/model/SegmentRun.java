package growth.engine.torch.model;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.random.Dropout;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.batch.BatchUpload;
import growth.engine.torch.batch.DeviceBatch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A model's parameters on libtorch, and passes of a batch through segments of it, for tests. */
public final class SegmentRun {
    public final Aten aten;
    public final FlatLayout layout;
    public final Parameters parameters;
    public final DeviceBatch batch;
    private final Tensor gradients;
    private Gates gates = Gates.none();
    private View view = View.full();
    private Dropout dropout = Dropout.NONE;
    private Trainable trainable = Trainable.ALL;
    private Recompute recompute = Recompute.NONE;
    private Dtype precision = Dtype.F32;

    public SegmentRun(Aten aten, ModelState state, Batch read, View view) {
        this.aten = aten;
        this.view = view;
        layout = new FlatLayout(state.shape());
        float[] flat = flat(layout, state);
        parameters = new Parameters(aten, layout, aten.tensors().upload(flat, flat.length));
        gradients = aten.tensors().zeros(Dtype.F32, flat.length);
        batch = new BatchUpload(aten, state.shape()).read(read, view);
    }

    /** Returns the parameters of a state as they lie in a flat memory. */
    static float[] flat(FlatLayout layout, ModelState state) {
        float[] flat = new float[Math.toIntExact(layout.length())];
        layout.places().forEach((name, place) -> {
            double[] values = state.parameters().get(name).dup('c').reshape(place.count()).toDoubleVector();
            for (int i = 0; i < values.length; i++) {
                flat[Math.toIntExact(place.at()) + i] = (float) values[i];
            }
        });
        return flat;
    }

    public SegmentRun gates(Gates some) {
        gates = some;
        return this;
    }

    public SegmentRun dropout(Dropout some) {
        dropout = some;
        return this;
    }

    public SegmentRun trainable(Trainable some) {
        trainable = some;
        return this;
    }

    public SegmentRun recompute(Recompute some) {
        recompute = some;
        return this;
    }

    public SegmentRun precision(Dtype some) {
        precision = some;
        return this;
    }

    public ModelShape shape() {
        return layout.shape();
    }

    public Block block(int layer) {
        return Block.of(layout, layer, shape().family() == Family.LLAMA ? new Rotary(aten, shape()) : null);
    }

    /** Begins a pass; gradients are 0. */
    public Pass pass(boolean learns) {
        aten.inPlace().zero(gradients);
        parameters.learn(trainable, gradients);
        Conditions conditions = Conditions.of(view, shape(), new GateTensors(aten, shape(), gates), recompute, precision)
                .training(dropout, 0, trainable);
        return Pass.of(aten, parameters, conditions, batch, 1, learns);
    }

    /** Returns random numbers as a stream before the blocks, or its gradient. */
    public float[] stream(int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[batch.rows() * length * shape().hidden()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    public Tensor upload(float[] stream) {
        return aten.tensors().upload(stream, batch.rows(), stream.length / batch.rows() / shape().hidden(), shape().hidden());
    }

    /** Returns the gradients of all parameters, by name. */
    public Map<String, float[]> gradients() {
        float[] all = aten.tensors().floats(gradients);
        Map<String, float[]> byName = new LinkedHashMap<>();
        layout.places().forEach((name, place) -> byName.put(name, Arrays.copyOfRange(all, (int) place.at(), (int) place.end())));
        return byName;
    }

    /** Returns the specification of a parameter. */
    public ParameterSpec spec(String name) {
        return layout.places().get(name).spec();
    }
}
