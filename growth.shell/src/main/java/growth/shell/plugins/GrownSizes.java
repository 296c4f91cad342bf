package growth.shell.plugins;

import growth.api.GrowthException;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OperatorCard;
import growth.api.options.Options;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Finds out what an operator grows by asking it to plan growths of each size of a small model. */
final class GrownSizes {
    private static final long SEED = 1;
    private static final BiConsumer<ModelShape, ModelShapeBuilder> DEPTH = (s, b) -> b.layers(2 * s.layers());
    private static final BiConsumer<ModelShape, ModelShapeBuilder> WIDTH = (s, b) -> b.hidden(2 * s.hidden()).heads(2 * s.heads())
            .kvHeads(2 * s.kvHeads()).intermediate(2 * s.intermediate());
    /**
     * The growths to try: each size alone, as far as the others do not follow from it, and those that some operators only grow together.
     */
    private static final List<BiConsumer<ModelShape, ModelShapeBuilder>> CHANGES = List.of(DEPTH, WIDTH,
            (s, b) -> b.hidden(2 * s.hidden()), (s, b) -> b.hidden(2 * s.hidden()).heads(2 * s.heads()).kvHeads(2 * s.kvHeads()),
            (s, b) -> b.hidden(2 * s.hidden()).headSize(2 * s.headSize()), (s, b) -> b.intermediate(2 * s.intermediate()),
            (s, b) -> b.heads(2 * s.heads()).kvHeads(2 * s.kvHeads()), (s, b) -> b.headSize(2 * s.headSize()),
            (s, b) -> b.vocabulary(2 * s.vocabulary()), (s, b) -> b.context(2 * s.context()), DEPTH.andThen(WIDTH));

    private GrownSizes() {
    }

    /**
     * Returns, for example, {@code depth, width}; empty if it cannot be asked without options that only a user can give.
     *
     * @param card the operator's
     */
    static String words(GrowthOperator operator, OperatorCard card) {
        Options options;
        try {
            options = card.card().defaults();
        } catch (GrowthException e) {
            return "";
        }
        Set<Axis> grown = EnumSet.noneOf(Axis.class);
        card.families().forEach(family -> {
            ModelShape small = small(family);
            CHANGES.forEach(change -> grown.addAll(accepted(operator, card, small, change, options, grown)));
        });
        return words(grown);
    }

    /** Returns the sizes that the change makes larger, if the operator accepts it. Sizes that are known to grow are not asked for again. */
    private static Set<Axis> accepted(GrowthOperator operator, OperatorCard card, ModelShape small,
            BiConsumer<ModelShape, ModelShapeBuilder> change, Options options, Set<Axis> known) {
        try {
            ModelShapeBuilder builder = small.toBuilder();
            change.accept(small, builder);
            GrowthRequest request = new GrowthRequest(small, builder.build(), options, card.optimizerState(), SEED);
            Set<Axis> larger = Arrays.stream(Axis.values()).filter(request::grows).collect(Collectors.toSet());
            if (!known.containsAll(larger)) {
                operator.plan(request);
            }
            return larger;
        } catch (RuntimeException e) {
            // the sizes do not fit together or the operator refuses: either is the answer
            return Set.of();
        }
    }

    private static ModelShape small(Family family) {
        ModelShapeBuilder builder = ModelShape.builder(family).layers(2).hidden(16).heads(4).intermediate(32);
        return (family == Family.VIT ? builder.image(new ImageShape(16, 4, 3, 4)) : builder.vocabulary(32).context(16)).build();
    }

    /** Returns the sizes in words; sizes that follow from a wider model count as its width. */
    private static String words(Set<Axis> grown) {
        Set<String> words = new LinkedHashSet<>();
        boolean wide = grown.contains(Axis.HIDDEN);
        for (Axis axis : grown) {
            switch (axis) {
                case LAYERS -> words.add("depth");
                case HIDDEN -> words.add("width");
                case INTERMEDIATE, HEADS, KV_HEADS -> {
                    if (!wide) {
                        words.add(axis.label());
                    }
                }
                default -> words.add(axis.label());
            }
        }
        return words.stream().collect(Collectors.joining(", "));
    }
}
