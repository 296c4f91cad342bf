package growth.ops.stacking;

import growth.api.GrowthException;
import growth.api.algebra.DenseMap;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.GrowthMapBuilder;
import growth.api.algebra.LayerMap;
import growth.api.algebra.TensorStep;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthCheck;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningOperator;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OperatorName;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.api.options.Option;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.service.component.annotations.Component;

/** LiGO: trains linear maps from the small model to the grown one on the loss, while the small weights stay ({@link LearnedGrowth}). */
@OperatorName(LearnedOperator.NAME)
@Component(service = GrowthOperator.class)
public final class LearnedOperator implements LearningOperator {
    static final String NAME = "learned";
    private static final int LOG_INTERVAL = 10;

    record LearnedOptions(
            @Option(description = "steps in which the maps are trained, one training batch each", defaultValue = "100", atLeast = 1)
            int steps,
            @Option(description = "learning rate of the maps, for Adam", defaultValue = "0.001", above = 0) double rate) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Learns linear maps from the small model to the grown one.",
                "Wang et al. 2023, Learning to Grow Pretrained Models for Efficient Transformer Training (LiGO), section 3; Du et al. 2024,"
                        + " Stacking Your Transformers, appendix A (G_learn)", LearnedOptions.class);
        return new OperatorCard(card, "W'_i = B_out (Σ_j D_ij W_j) B_inᵀ; B = [I; N(0, 1/D)] and D = stack at first", Preservation.NONE,
                "gradients of all maps equal to finite differences in float64, in all families. In the paper's comparison (400M to 1.1B)"
                        + " depth was 48.6 % faster than training from scratch, width 15.4 % slower",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "growing checkpoints without training data; runs that must keep their function at the growth. Optimizer state that is not"
                        + " reset is mixed as gradients would be if the maps kept the function, and so is only near the grown model's");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH_AND_WIDTH);
        return plan(request, LearnedMaps.initial(request.from(), request.target(), DataType.DOUBLE, request.seed()));
    }

    @Override
    public GrowthPlan learn(ModelState state, GrowthRequest request, GrowthContext context) {
        if (!state.gates().isEmpty()) {
            throw request.refuse("gates cannot follow learned maps; let their ramp end before growing");
        }
        ModelShape to = request.target();
        LearnedGrowth growth = new LearnedGrowth(state.shape(), to);
        DataType type = state.parameters().values().iterator().next().dataType();
        Map<String, INDArray> maps = LearnedMaps.initial(state.shape(), to, type, request.seed());
        train(growth, maps, growth.stacked(state.parameters()), to, request, context);
        return plan(request, maps);
    }

    private static void train(LearnedGrowth growth, Map<String, INDArray> maps, List<INDArray> stacked, ModelShape to,
            GrowthRequest request, GrowthContext context) {
        LearnedOptions options = request.options().as(LearnedOptions.class);
        int steps = options.steps();
        MapAdam adam = new MapAdam(options.rate());
        for (int step = 0; step < steps; step++) {
            LearnedGrowth.Grown grown = growth.apply(maps, stacked);
            try (ModelState trial = ModelState.of(to, grown.values())) {
                GrowthContext.Gradients gradients = context.gradients(trial);
                if (!Double.isFinite(gradients.loss())) {
                    throw new GrowthException(GrowthException.Kind.DIVERGED, NAME + ": the loss became " + gradients.loss() + " in step "
                            + (step + 1) + "; give a smaller rate than " + options.rate());
                }
                if (step % LOG_INTERVAL == 0 || step == steps - 1) {
                    context.log(String.format(Locale.ROOT, "%s: step %d of %d, loss %.4f", NAME, step + 1, steps, gradients.loss()));
                }
                adam.step(maps, growth.gradients(maps, grown, gradients.values()));
            }
        }
    }

    /**
     * Returns the growth by those maps. Its {@link GrowthMap} holds the maps of stream, neurons and heads, with one for all heads (the
     * queries'), and the layers as they were stacked at first; its words tell the rest.
     */
    private static GrowthPlan plan(GrowthRequest request, Map<String, INDArray> maps) {
        ModelShape from = request.from();
        ModelShape to = request.target();
        Map<Axis, String> names = Map.of(Axis.HIDDEN, "hidden", Axis.INTERMEDIATE, "intermediate", Axis.HEADS, "query", Axis.KV_HEADS,
                "key");
        GrowthMapBuilder builder = GrowthMap.between(from, to);
        names.forEach((axis, name) -> {
            if (from.size(axis) != to.size(axis)) {
                builder.axis(axis, new DenseMap(maps.get(name), maps.get(name)));
            }
        });
        GrowthMap map = builder.layers(LayerMap.stack(from.layers(), to.layers())).build(words(request, to));
        return GrowthPlan.of(map, Preservation.NONE).training(request.options().as(LearnedOptions.class).steps())
                .then(new TensorStep.Made(new LearnedTensors(from, to, maps)));
    }

    private static String words(GrowthRequest request, ModelShape to) {
        ModelShape from = request.from();
        String heads = from.heads() != to.heads() || from.kvHeads() != to.kvHeads() ? ", heads apart for q, k and v" : "";
        String layers = from.layers() != to.layers() ? ", layers mixed from a stack" : "";
        return NAME + " in " + request.options().as(LearnedOptions.class).steps() + " steps" + heads + layers;
    }
}
