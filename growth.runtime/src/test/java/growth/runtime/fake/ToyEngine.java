package growth.runtime.fake;

import growth.api.GrowthException;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import java.util.Map;

/** An engine that checks and estimates, but opens nothing: preparing a run needs no more. */
public final class ToyEngine implements Engine {
    /** Its peak in operations per second. */
    public static final double PEAK = 1e9;

    @Override
    public void check(ModelShape shape, View view) {
        if (view.pooling().isPresent()) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "the toy engine does not pool; leave pooling out of the view");
        }
        if (shape.family() != Family.LLAMA) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "the toy engine trains llama only, not " + shape.family().id());
        }
    }

    @Override
    public EngineSession open(ModelState state, EngineOptions options) {
        throw new UnsupportedOperationException("nothing is trained here");
    }

    @Override
    public long memory(ModelShape shape, View view, EngineOptions options, double scoredShare) {
        return 16 * shape.parameterCount() + options.rows();
    }

    @Override
    public int defaultWorkers() {
        return 2;
    }

    @Override
    public Peak peak(int workers) {
        return new Peak(PEAK, 0.55);
    }

    @Override
    public Map<String, String> description() {
        return Map.of("engine", "toy");
    }
}
