package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.model.RopeScaling;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
import growth.api.options.Range;
import java.util.List;

/** The scaling of rotary positions in the model section. */
final class RopeOptions {
    private static final String KIND = "kind";
    private static final String FACTOR = "factor";
    private static final String LOW = "low-freq-factor";
    private static final String HIGH = "high-freq-factor";
    private static final String ORIGINAL = "original-context";

    private RopeOptions() {
    }

    /** @return its options */
    static List<OptionSpec> declared() {
        return List.of(
                OptionSpec.requiredChoice(KIND, List.of(RopeScaling.Linear.TYPE, RopeScaling.Llama3.TYPE), "rope_type in config.json:"
                        + " linear divides all frequencies, llama3 the low ones"),
                OptionSpec.required(FACTOR, OptionType.NUMBER, "what these frequencies are divided by").in(Range.atLeast(1)),
                OptionSpec.optional(LOW, OptionType.NUMBER, "low_freq_factor of llama3: waves longer than original-context /"
                        + " low-freq-factor are divided; without it 1").in(Range.above(0)),
                OptionSpec.optional(HIGH, OptionType.NUMBER, "high_freq_factor of llama3: waves shorter than original-context /"
                        + " high-freq-factor stay as they are; without it 4").in(Range.above(0)),
                OptionSpec.optional(ORIGINAL, OptionType.INTEGER, "original_max_position_embeddings of llama3: the context it was trained"
                        + " with; without it 8192")
                        .in(Range.between(1, Integer.MAX_VALUE)));
    }

    /** @throws GrowthException (CONFIGURATION) with the place, if they do not fit together */
    static RopeScaling scaling(Options rope) {
        double factor = rope.number(FACTOR);
        if (rope.text(KIND).equals(RopeScaling.Linear.TYPE)) {
            for (String name : List.of(LOW, HIGH, ORIGINAL)) {
                if (rope.has(name)) {
                    throw rope.refuse(name, "linear scaling has none; leave it out");
                }
            }
            return new RopeScaling.Linear(factor);
        }
        double low = rope.has(LOW) ? rope.number(LOW) : 1;
        double high = rope.has(HIGH) ? rope.number(HIGH) : 4;
        if (high <= low) {
            throw rope.refuse(rope.has(HIGH) ? HIGH : LOW, "low-freq-factor " + low + " must be less than high-freq-factor " + high);
        }
        return new RopeScaling.Llama3(factor, low, high, rope.has(ORIGINAL) ? rope.integer(ORIGINAL) : 8192);
    }
}
