package growth.api.algebra;

import growth.api.model.OptimizerState;
import growth.api.model.ParameterSpec;
import growth.api.operator.OptimizerStatePolicy;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The growth of one tensor, W' = R W M with filled blocks (growth-methods 1.1 and 1.2). Lets callers grow a model tensor by tensor, so that
 * the old and the new model need not be in memory together. Pure: random entries depend on the seed and the tensor's name alone.
 */
public final class TensorGrowth {
    private final GrowthMap map;
    private final ParameterSpec spec;
    private final LayerMap.Source source;
    private final TensorSides sides;
    private final DenseGrowth dense;
    private final long seed;

    private TensorGrowth(GrowthMap map, ParameterSpec spec, LayerMap.Source source, long seed) {
        this.map = map;
        this.spec = spec;
        this.source = source;
        this.seed = seed;
        sides = source.fresh() ? TensorSides.fresh(spec, map.to()) : TensorSides.of(spec, map);
        dense = new DenseGrowth(map, spec);
    }

    /**
     * @param map   the growth
     * @param grown a parameter of {@link GrowthMap#to}
     * @param seed  seed of the random entries
     */
    public static TensorGrowth of(GrowthMap map, ParameterSpec grown, long seed) {
        boolean outside = grown.layer() == ParameterSpec.NO_LAYER;
        LayerMap.Source source = outside ? new LayerMap.Source(0, false) : map.layers().layers().get(grown.layer());
        return new TensorGrowth(map, grown, source, seed);
    }

    /** Returns the growth of a tensor whose layer comes from another old layer than the map says. */
    static TensorGrowth ofLayer(GrowthMap map, ParameterSpec grown, int layer, long seed) {
        return new TensorGrowth(map, grown, new LayerMap.Source(layer, false), seed);
    }

    /** Returns the name of the old tensor it comes from; empty for freshly initialised layers. */
    public Optional<String> source() {
        if (source.fresh()) {
            return Optional.empty();
        }
        return Optional.of(spec.layer() == ParameterSpec.NO_LAYER ? spec.name() : spec.inLayer(source.layer()).name());
    }

    /** Returns whether all of it is zero because its layer is silent. */
    boolean silenced() {
        return source.silent() && spec.role().writesResidual();
    }

    /** Returns whether its layer repeats the source of another. */
    boolean copiesLayer() {
        return spec.layer() != ParameterSpec.NO_LAYER && map.layers().repeated(spec.layer());
    }

    TensorSides sides() {
        return sides;
    }

    ParameterSpec spec() {
        return spec;
    }

    boolean learned() {
        return dense.applies();
    }

    /** Returns the tensor's shape after its index maps and before its learned ones. */
    long[] shapeBefore() {
        return dense.shapeBefore();
    }

    /** Returns gradients, or what is linear in them, along the learned maps; each matrix is changed first. */
    INDArray gradients(INDArray values, UnaryOperator<INDArray> change) {
        return dense.gradients(values, change);
    }

    /**
     * @param old  the tensor that {@link #source} names; empty for freshly initialised layers
     * @param type float or double
     * @return the grown tensor of that type, in memory of its own
     */
    public INDArray values(Optional<INDArray> old, DataType type) {
        return values(old, type, Rows::create);
    }

    /** @param arrays makes the array of the grown tensor; a learned map takes another */
    INDArray values(Optional<INDArray> old, DataType type, Rows.Maker arrays) {
        long[] shape = spec.shape(map.to());
        if (silenced()) {
            return arrays.make(type, shape).assign(0);
        }
        INDArray values = old.orElse(null);
        Gather.Filler filler = new BlockFiller(spec, sides, map.fill(), seed);
        Gather gather = new Gather(sides.rows().source(), sides.columns().source(), sides.rows().value(), sides.columns().value(), filler);
        if (values == null || !dense.applies()) {
            return gather.from(values, sides.columns().from(), arrays.make(type, shape));
        }
        return dense.values(gather.from(values, sides.columns().from(), Rows.create(type, dense.shapeBefore())));
    }

    /**
     * @param old    the optimizer state of the tensor that {@link #source} names
     * @param policy what happens to it
     * @param arrays makes the arrays
     * @return the optimizer state of the grown tensor; empty if it starts afresh
     */
    Optional<OptimizerState> optimizer(OptimizerState old, OptimizerStatePolicy policy, GrownArrays arrays) {
        return new OptimizerGrowth(this, policy, arrays).grow(old);
    }
}
