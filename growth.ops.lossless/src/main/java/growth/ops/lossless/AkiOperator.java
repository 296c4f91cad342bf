package growth.ops.lossless;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.NextLayerRows;
import growth.api.model.Axis;
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
import org.osgi.service.component.annotations.Component;

/** bert2BERT: makes function-preserving copies in width, or copies that know the next layer; repeats the stack in depth. */
@OperatorName(AkiOperator.NAME)
@Component(service = GrowthOperator.class)
public final class AkiOperator implements GrowthOperator {
    static final String NAME = "aki";

    record AkiOptions(
            @Option(description = "true: function-preserving initialisation, the extra rows come from the layer itself; false: advanced"
                    + " knowledge initialisation, they come from the next layer", defaultValue = "false") boolean fpi) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Copies coordinates, neurons and heads; new rows of a layer come from the layer above it.",
                "Chen et al. 2022, bert2BERT: Towards Reusable Pretrained Language Models (FPI and AKI)", AkiOptions.class);
        return new OperatorCard(card, "U_l[i, j] = W_l[g(i), h(j)] / n_h(j) for old rows i, W_(l+1)[g(i), h(j)] / n_h(j) for"
                + " new ones; layers are then stacked, layer'_i = layer_(i mod l)", Preservation.NONE,
                "logits change, as in the paper; with fpi: true, whole factors of the hidden size and no more layers they are equal to"
                        + " 1e-10 in float64 for every family, and moments under SCALED equal the true gradients to 1e-12 for llama",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "runs that must keep their function at the growth (use fpi: true, or hyperclone); models of one layer, which have no next"
                        + " one; moments of copies, which belong to another layer's rows")
                .sameAs("stack, in depth alone; in width it copies");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        GrowthMap map = new GrowthCheck(NAME, request).growsOnly(GrowthCheck.DEPTH_AND_WIDTH)
                .possible(() -> Net2NetOperator.random(request, false).layers(stack(request)).build(NAME));
        boolean fpi = request.options().as(AkiOptions.class).fpi();
        boolean exact = fpi && request.to().hidden() % request.from().hidden() == 0 && !request.grows(Axis.LAYERS);
        // The last layer has no next one: copies of its neurons and heads come from itself in either case.
        boolean locked = request.grows(Axis.INTERMEDIATE) || request.grows(Axis.HEADS) || fpi && request.widens();
        GrowthPlan plan = GrowthPlan.of(map, exact ? Preservation.EXACT : Preservation.NONE).parted(locked, "another operator, e.g. lemon");
        return fpi ? plan : plan.then(new NextLayerRows());
    }

    private static LayerMap stack(GrowthRequest request) {
        return LayerMap.stack(request.from().layers(), request.to().layers());
    }
}
