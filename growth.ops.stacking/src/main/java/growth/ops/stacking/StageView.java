package growth.ops.stacking;

import growth.api.model.View;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
import growth.api.options.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What of the data's size a stage is trained on, as run files say it. Whether model and engine can do it, the engine says. */
final class StageView {
    private static final String SEQUENCE = "sequence";
    private static final String RESOLUTION = "resolution";
    private static final String POOLING = "pooling";
    private static final String KIND = "kind";
    private static final String SIZE = "size";

    private StageView() {
    }

    /** @return the options of one stage's view */
    static List<OptionSpec> options() {
        List<String> kinds = Arrays.stream(View.Pooling.Kind.values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
        Range count = Range.between(1, Integer.MAX_VALUE);
        return List.of(
                OptionSpec.optional(SEQUENCE, OptionType.INTEGER, "tokens per sequence; left out: the model's context").in(count),
                OptionSpec.optional(RESOLUTION, OptionType.INTEGER,
                        "height and width in pixels to which images are resized, a multiple of the patch; left out: the model's image")
                        .in(count),
                OptionSpec.group(POOLING, OptionType.GROUP, false,
                        "joining of neighbouring embedded positions (Gu et al. 2021, CompoundGrow); left out: none", List.of(
                                OptionSpec.choice(KIND, kinds, kinds.get(0), "how positions become one"),
                                OptionSpec.required(SIZE, OptionType.INTEGER, "how many positions become one")
                                        .in(Range.between(2, Integer.MAX_VALUE)))));
    }

    /** @return the view that was written; everything in full where nothing was */
    static View of(Options stage) {
        View view = View.full();
        view = stage.has(SEQUENCE) ? view.withSequence(stage.integer(SEQUENCE)) : view;
        view = stage.has(RESOLUTION) ? view.withResolution(stage.integer(RESOLUTION)) : view;
        return pooling(stage).map(view::withPooling).orElse(view);
    }

    private static Optional<View.Pooling> pooling(Options stage) {
        if (!stage.has(POOLING)) {
            return Optional.empty();
        }
        Options pooling = stage.group(POOLING);
        return Optional.of(new View.Pooling(View.Pooling.Kind.valueOf(pooling.text(KIND).toUpperCase(Locale.ROOT)), pooling.integer(SIZE)));
    }
}
