package growth.ops.lossless;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.Card;
import growth.api.options.GivenOptions;
import growth.api.options.OptionSpec;
import growth.api.options.OptionText;
import growth.api.options.Options;
import growth.api.options.ShapeChange;
import growth.reference.SmallShapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operators, shapes and options as run files would give them; everything stands on line 9 of run.yaml. */
final class Given {
    static final long SEED = 11;
    private static final List<GrowthOperator> OPERATORS = List.of(new Net2NetOperator(), new AkiOperator(), new HyperCloneOperator(),
            new LemonOperator(), new BlockExpansionOperator(), new StagedOperator());

    private Given() {
    }

    static List<GrowthOperator> operators() {
        return OPERATORS;
    }

    static GrowthOperator operator(String name) {
        return OPERATORS.stream().filter(o -> o.card().card().name().equals(name)).findFirst().orElseThrow();
    }

    /** Returns the family's small shape with those sizes; {@code tied} is another word among them. */
    static ModelShape shape(String family, String sizes) {
        ModelShape base = SmallShapes.of(Family.of(family).orElseThrow());
        boolean tied = sizes != null && sizes.startsWith("tied");
        String rest = sizes == null ? "" : sizes.replaceFirst("^tied,?", "");
        ModelShape shape = tied ? base.toBuilder().tied(true).build() : base;
        return rest.isEmpty() ? shape : grown(shape, rest);
    }

    static ModelShape grown(ModelShape from, String sizes) {
        return ShapeChange.parse(sizes).applyTo(from);
    }

    /** @param given name=value pairs joined by commas; the rest are the card's defaults */
    static Options options(Card card, String given) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String pair : given == null ? new String[0] : given.split(",")) {
            String[] parts = pair.split("=");
            OptionSpec spec = card.options().stream().filter(option -> option.name().equals(parts[0])).findFirst().orElseThrow();
            values.put(parts[0], OptionText.read(spec, parts[1]));
        }
        return new GivenOptions(card.name(), "run.yaml:9", values, Map.of()).as(card.record());
    }

    static GrowthRequest request(GrowthOperator operator, String options, ModelShape from, ModelShape to, OptimizerStatePolicy policy) {
        return new GrowthRequest(from, to, options(operator.card().card(), options), policy, SEED);
    }
}
