package growth.api.algebra;

import growth.api.model.ParameterSpec;
import growth.api.random.SplitMix;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a step knows about the tensor that it changes. Safe to keep: it holds no memory of a model. */
public final class TensorTask {
    private final GrowthMap map;
    private final ParameterSpec spec;
    private final long seed;
    private final Function<String, INDArray> old;

    TensorTask(GrowthMap map, ParameterSpec spec, long seed, Function<String, INDArray> old) {
        this.map = map;
        this.spec = spec;
        this.seed = seed;
        this.old = old;
    }

    /** Returns the growth. */
    public GrowthMap map() {
        return map;
    }

    /** Returns the grown tensor's name, place, role and axes. */
    public ParameterSpec spec() {
        return spec;
    }

    /** Returns the seed of everything random in the growth. */
    public long seed() {
        return seed;
    }

    /** Returns the size of a row: of the tensor's last dimension. */
    public int columns() {
        return spec.dimensions().get(spec.dimensions().size() - 1).size(map.to());
    }

    /** Returns the generator of a row's random numbers, which depend on the seed, the tensor's name and the row alone. */
    public SplittableRandom random(int row) {
        // not the numbers that fill new entries of the same row
        return SplitMix.generator(SplitMix.seed(seed, "state noise"), spec.name(), row);
    }

    /** Returns the entries, row-major, of the old tensor that this one comes from; empty for a freshly initialised layer. */
    public Optional<double[]> source() {
        return TensorGrowth.of(map, spec, seed).source().map(old).map(Entries::of);
    }
}
