package growth.engine.common.check;

import growth.api.GrowthException;
import growth.api.engine.EngineOptions;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.TrainOptions;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.model.Trainable;
import growth.api.model.View;
import java.util.List;

/** Checks of what engines can do; they refuse the rest. */
public final class EngineCheck {
    private EngineCheck() {
    }

    /**
     * Checks a view of a model.
     *
     * @throws GrowthException (CONFIGURATION) if the engine cannot run that view of the model
     */
    public static void check(ModelShape shape, View view) {
        view.pooling().ifPresent(pooling -> checkPooling(shape, pooling));
        view.resolution().ifPresent(resolution -> checkResolution(shape, resolution));
        view.layers().ifPresent(layers -> checkLayers(shape, layers));
        if (shape.image().isPresent()) {
            if (view.sequence().isPresent()) {
                throw refusal("family " + shape.family().id() + " sees images; give the view a resolution instead of a sequence");
            }
            return;
        }
        int sequence = view.sequence(shape);
        if (sequence < 1 || sequence > shape.context()) {
            throw refusal("a view of " + sequence + " tokens per sequence does not fit context " + shape.context() + "; use 1 to "
                    + shape.context());
        }
    }

    private static void checkPooling(ModelShape shape, View.Pooling pooling) {
        if (shape.family() != Family.BERT) {
            throw refusal("family " + shape.family().id() + " cannot be trained on pooled sequences: "
                    + (shape.family().causal() ? "a pooled position would see later tokens" : "it has no positions to predict")
                    + "; pooling is for bert");
        }
        if (pooling.kind() == View.Pooling.Kind.CONCAT) {
            throw refusal("pooling by concat needs a projection that bert's files do not have; use mean or max");
        }
    }

    private static void checkResolution(ModelShape shape, int resolution) {
        if (shape.image().isEmpty()) {
            throw refusal("family " + shape.family().id() + " has no images; leave resolution out of the view");
        }
        int patch = shape.image().get().patch();
        if (resolution < patch || resolution % patch != 0) {
            throw refusal("patch " + patch + " does not divide resolution " + resolution + "; use a multiple of the patch, e.g. "
                    + Math.max(patch, Math.round(resolution / (float) patch) * patch));
        }
    }

    private static void checkLayers(ModelShape shape, List<Integer> layers) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) < 0 || layers.get(i) >= shape.layers() || i > 0 && layers.get(i) <= layers.get(i - 1)) {
                throw refusal("a view of layers " + layers + "; give some of 0 to " + (shape.layers() - 1) + " in ascending order");
            }
        }
        if (layers.isEmpty()) {
            throw refusal("a view of no layers; at least one must run");
        }
    }

    /**
     * Checks a state that a session is to take over.
     *
     * @throws GrowthException (CONFIGURATION) if the engine cannot take over that state
     */
    public static void check(ModelState state, EngineOptions options) {
        check(state.shape(), View.full());
        check(state.shape(), state.gates());
        for (String average : state.averages().keySet()) {
            if (!options.averages().containsKey(average)) {
                throw refusal("the state has an average " + average + ", the session keeps " + options.averages().keySet()
                        + "; open it with the same averages");
            }
        }
    }

    /**
     * Checks gates of a model.
     *
     * @throws GrowthException (CONFIGURATION) if the model has no gate at a site
     */
    public static void check(ModelShape shape, Gates gates) {
        for (GateSite site : gates.sites()) {
            String place = site.axis() + (site.layer() == ParameterSpec.NO_LAYER ? "" : " of layer " + site.layer());
            if (site.layer() >= shape.layers()) {
                throw refusal("a gate at " + place + "; the model has layers 0 to " + (shape.layers() - 1));
            }
            if (site.axis() == Axis.KV_HEADS && shape.heads() == shape.kvHeads()) {
                throw refusal("a gate at " + place + "; without grouped queries the gate at HEADS covers keys and values");
            }
            int values = gates.at(site).orElseThrow().length;
            if (values != site.size(shape)) {
                throw refusal("a gate of " + values + " values at " + place + "; the model has " + site.size(shape));
            }
        }
    }

    /**
     * Checks the options of a session.
     *
     * @throws GrowthException (CONFIGURATION) if the engine cannot open a session like that
     */
    public static void check(EngineOptions options) {
        if (options.workers() < 0 || options.rows() < 1) {
            throw refusal("an engine session of " + options.workers() + " workers and " + options.rows()
                    + " rows; it needs at least 1 row and 0 (one per core) or more workers");
        }
        options.averages().forEach((name, decay) -> {
            if (!(decay >= 0 && decay < 1)) {
                throw refusal("average " + name + " decays by " + decay + " per step; a decay is at least 0 and less than 1");
            }
        });
    }

    /**
     * Checks the options of a step.
     *
     * @param engine name of the engine, for the refusal
     * @throws GrowthException (CONFIGURATION) if the engine cannot make a step like that
     */
    public static void check(TrainOptions options, String engine) {
        String optimizer = options.optimizer().kind();
        if (!optimizer.equals(OptimizerSettings.ADAMW) && !optimizer.equals(OptimizerSettings.MUON)) {
            throw refusal("the " + engine + " engine has no optimizer " + optimizer + "; it has adamw and muon");
        }
    }

    /**
     * Checks that a step trains something.
     *
     * @throws GrowthException (CONFIGURATION) if a step would train nothing
     */
    public static void check(Trainable parts, View view, ModelShape shape) {
        if (!parts.embedding() && !parts.head() && view.layers(shape).stream().noneMatch(parts::trains)) {
            throw refusal("nothing that runs learns: all that is not frozen are layers " + parts.layers().orElseThrow() + ", and layers "
                    + view.layers(shape) + " run; let one of them run, or freeze less");
        }
    }

    private static GrowthException refusal(String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message);
    }
}
