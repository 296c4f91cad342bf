package growth.runtime.fake;

import growth.api.GrowthException;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Family;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.api.options.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An operator that plans growths of depth only and remembers what it was asked. */
public final class ToyOperator implements GrowthOperator {
    private final String name;
    private final List<GrowthRequest> asked = new ArrayList<>();

    /** @param name its name */
    public ToyOperator(String name) {
        this.name = name;
    }

    /** Returns the growths that were planned, each once. */
    public List<GrowthRequest> asked() {
        return asked;
    }

    /** Its options. */
    public record DepthOptions(@Option(description = "order of the copied layers", defaultValue = "stack") Order order,
            @Option(description = "noise on the copies", defaultValue = "0.5") double noise) {
        /** The orders there are. */
        public enum Order { STACK, INTERLEAVE }
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(name, "Grows depth.", "none", DepthOptions.class);
        return new OperatorCard(card, "copies", Preservation.NONE, "none", Set.of(Family.LLAMA), OptimizerStatePolicy.RESET,
                LearningRatePolicy.RESTART, "real work");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        if (asked.stream().noneMatch(r -> r.from().equals(request.from()) && r.to().equals(request.to()) && r.seed() == request.seed())) {
            asked.add(request);
        }
        if (request.from().hidden() != request.to().hidden()) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, name + " grows depth only");
        }
        return GrowthPlan.of(GrowthMap.between(request.from(), request.to()).copyWidth()
                .layers(LayerMap.stack(request.from().layers(), request.to().layers())).build(name), Preservation.NONE);
    }
}
