package growth.ops.stacking;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.GrowthMapBuilder;
import growth.api.algebra.HeadMaps;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.PairedNoise;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.ModelShape;
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
import growth.api.random.SplitMix;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Copies coordinates, neurons and whole heads, whose readers share their weights ({@link GrowthMapBuilder#copyWidth}). */
@OperatorName(DirectOperator.NAME)
@Component(service = GrowthOperator.class)
public final class DirectOperator implements GrowthOperator {
    static final String NAME = "direct";

    /** How the readers of copies share their weights. */
    enum Split { EVEN, UNEVEN, NOISY }

    record DirectOptions(
            @Option(description = "how the weights that read copies are shared: evenly, at random between half and one and a half of the"
                    + " even share, or evenly with noise that cancels between the copies", defaultValue = "even") Split split,
            @Option(description = "for split noisy: the noise's standard deviation as a share of the tensor's root mean square; 0.2 is 14"
                    + " dB", defaultValue = "0.2", above = 0) double noise) {
    }

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Copies coordinates, neurons and whole heads; stacks layers where the depth grows, too.",
                "Du et al. 2024, Stacking Your Transformers, appendix A (G_direct right); Chen et al. 2022, bert2BERT (FPI); Samragh et al."
                        + " 2024, HyperCloning (noise)", DirectOptions.class);
        return new OperatorCard(card, "W' = R W M with M R = I: R copies the indices that are written, M divides the weights of those"
                + " that are read; query heads are copied within their groups", Preservation.EXACT,
                "logits equal to 1e-12 in float64 for every family, tied or not, with every split, if the depth stays and hidden grows by a"
                        + " whole factor or not at all; otherwise the function changes, since norms then weigh coordinates differently."
                        + " In the paper (400M to 1.1B) it was as fast as training from scratch (−0.7 %)",
                EnumSet.allOf(Family.class), OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART,
                "even shares with carried or scaled optimizer state: the copies then stay equal for ever; hidden sizes that are not a"
                        + " multiple, where zero keeps llama's function and random every family's")
                .sameAs("stack, in depth alone; hyperclone, in width by whole factors, with split: noisy and noise"
                        + " 10^(-snr/20) as with its snr");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        Set<Axis> axes = EnumSet.copyOf(GrowthCheck.DEPTH_AND_WIDTH);
        if (request.from().family() != Family.LLAMA) {
            axes.add(Axis.HEAD_SIZE);
        }
        GrowthMap map = new GrowthCheck(NAME, request).growsOnly(axes).possible(() -> map(request));
        ModelShape from = request.from();
        boolean exact = from.layers() == request.to().layers() && request.to().hidden() % from.hidden() == 0;
        DirectOptions options = request.options().as(DirectOptions.class);
        boolean locked = options.split() == Split.EVEN && request.widens();
        GrowthPlan plan = GrowthPlan.of(map, exact ? Preservation.EXACT : Preservation.NONE).parted(locked, "split: uneven");
        return options.split() == Split.NOISY ? plan.then(new PairedNoise(options.noise())) : plan;
    }

    private static GrowthMap map(GrowthRequest request) {
        ModelShape from = request.from();
        ModelShape to = request.target();
        Split split = request.options().as(DirectOptions.class).split();
        GrowthMapBuilder map = GrowthMap.between(from, to).copyWidth();
        if (split == Split.UNEVEN) {
            for (Axis axis : List.of(Axis.HIDDEN, Axis.INTERMEDIATE, Axis.HEAD_SIZE)) {
                if (request.grows(axis)) {
                    map.axis(axis, IndexMap.uneven(from.size(axis), to.size(axis), SplitMix.seed(request.seed(), axis.label())));
                }
            }
            if (request.grows(Axis.HEADS)) {
                map.heads(HeadMaps.copy(from.heads(), from.kvHeads(), to.heads(), to.kvHeads())
                        .unevenShares(SplitMix.seed(request.seed(), Axis.HEADS.label())));
            }
        }
        return map.layers(LayerMap.stack(from.layers(), to.layers()))
                .build(split == Split.EVEN ? NAME : NAME + ", " + split.name().toLowerCase(Locale.ROOT));
    }
}
