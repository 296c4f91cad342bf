package growth.ops.stacking;

import growth.api.GrowthException;
import growth.api.algebra.LayerMap;
import growth.api.model.Family;
import growth.api.operator.GrowthCheck;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OperatorName;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.api.options.Option;
import java.util.EnumSet;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Partial stacking: copies any layers in any order ({@link LayerList}). */
@OperatorName(PartialOperator.NAME)
@Component(service = GrowthOperator.class)
public final class PartialOperator implements GrowthOperator {
    static final String NAME = "partial";

    record PartialOptions(
            @Option(description = "source of every layer, counted from 0: layers and ranges joined by commas, each perhaps repeated, e.g."
                    + " 0-5,2-4x3,5; a range without an end goes to the last layer, and x* repeats one part as often as fits, e.g."
                    + " 0-1,2-x*,4-5", defaultValue = "0-x*") String layers) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Copies every layer from the layer that a list names.",
                "Du et al. 2024, Stacking Your Transformers, table 5 (partial stacking)", PartialOptions.class);
        return new OperatorCard(card, "layer'_i = layer_(list_i)", Preservation.NONE,
                "growing 6 layers to 24, repeating all layers (0-5x4) or the back (0-1,2-5x5,4-5) was best; repeating the front alone"
                        + " (0-2x7,3-5) was worse than a run from scratch",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "anything but experiments with the order of layers: stack was best; runs that must keep their function at the growth");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH);
        int[] layers = layers(request).stream().mapToInt(i -> i).toArray();
        int wanted = request.to().layers();
        if (layers.length != wanted) {
            throw request.options().refuse("layers", request.options().as(PartialOptions.class).layers() + " names " + layers.length
                    + " layers, but the grown model has " + wanted + "; name " + Math.abs(wanted - layers.length)
                    + (layers.length < wanted ? " more" : " fewer"));
        }
        return GrowthPlan.depth(request, LayerMap.of(request.from().layers(), layers), NAME, Preservation.NONE);
    }

    private static List<Integer> layers(GrowthRequest request) {
        try {
            return LayerList.parse(request.options().as(PartialOptions.class).layers(), request.from().layers(), request.to().layers());
        } catch (GrowthException e) {
            throw request.options().refuse("layers", e.getMessage());
        }
    }
}
