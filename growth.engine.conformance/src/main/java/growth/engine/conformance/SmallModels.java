package growth.engine.conformance;

import growth.api.engine.OptimizerSettings;
import growth.api.engine.TrainOptions;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.api.model.ModelState;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Models of odd sizes for tests, and what they are trained with. */
public final class SmallModels {
    /** Grouped queries, heads wider than the hidden size, a tied head. */
    public static final ModelShape TIED = base().layers(2).hidden(20).heads(6).kvHeads(2).headSize(6).intermediate(28).vocabulary(37)
            .context(24).tied(true).build();
    /** One key/value head, sequences of more than two query blocks. */
    public static final ModelShape LONG = base().layers(2).hidden(16).heads(2).kvHeads(1).headSize(8).intermediate(24).vocabulary(29)
            .context(150).build();
    /** A vocabulary of which only some tokens' logits are made at a time. */
    public static final ModelShape WORDY = base().layers(1).hidden(8).heads(2).intermediate(12).vocabulary(20_000).context(70).build();
    /** AdamW as in the parity files. */
    public static final OptimizerSettings ADAMW = OptimizerSettings.adamw(0.9, 0.95, 1e-8, 0.1);

    private SmallModels() {
    }

    private static ModelShapeBuilder base() {
        return ModelShape.builder(Family.LLAMA);
    }

    /** Returns the first step of a run, by AdamW at that learning rate. */
    public static TrainOptions step(double rate) {
        return TrainOptions.of(rate, ADAMW);
    }

    /** Returns a random model in single precision. */
    public static ModelState model(ModelShape shape) {
        return floats(RandomModels.model(shape, 1));
    }

    /** Returns a random model of the family's small shape in single precision. */
    public static ModelState model(Family family) {
        return model(SmallShapes.of(family));
    }

    /** Returns the state rounded to single precision. */
    public static ModelState floats(ModelState state) {
        return state.map(a -> a.castTo(DataType.FLOAT));
    }

    /** Returns whether both have the same entries with the same bits. */
    public static boolean same(Map<String, INDArray> a, Map<String, INDArray> b) {
        return a.keySet().equals(b.keySet()) && a.keySet().stream().allMatch(name -> same(a.get(name), b.get(name)));
    }

    /** Returns whether both have the same shape and the same bits. */
    public static boolean same(INDArray a, INDArray b) {
        return Arrays.equals(a.shape(), b.shape()) && Arrays.equals(Numbers.doubles(a), Numbers.doubles(b));
    }
}
