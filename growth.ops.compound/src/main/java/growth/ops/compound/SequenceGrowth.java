package growth.ops.compound;

import growth.api.model.Family;
import growth.api.options.Options;
import java.util.Locale;
import java.util.Optional;

/** The ways to train on fewer positions at first. */
enum SequenceGrowth {
    /** Neighbouring embedded positions are averaged (the paper's way). */
    POOL,
    /** Shorter sequences. */
    TRUNCATE,
    /** Smaller images. */
    RESOLUTION;

    private static final String OPTION = "sequence";

    /** The choices for text. */
    enum Text { POOL, TRUNCATE }

    /**
     * @param given   what was chosen
     * @param options the schedule's options, for the place of a refusal
     * @return what was chosen, or else the family's own: pool for bert, resolution for vit, truncate for the others
     * @throws growth.api.GrowthException (CONFIGURATION) with the option's place where the family cannot do it
     */
    static SequenceGrowth of(Optional<Text> given, Options options, Family family) {
        SequenceGrowth own = switch (family) {
            case BERT -> POOL;
            case VIT -> RESOLUTION;
            case LLAMA, GPT2 -> TRUNCATE;
        };
        if (given.isEmpty()) {
            return own;
        }
        SequenceGrowth chosen = given.get() == Text.POOL ? POOL : TRUNCATE;
        if (family == Family.VIT) {
            throw options.refuse(OPTION, chosen.name().toLowerCase(Locale.ROOT)
                    + ", but vit sees images, whose resolution grows; leave it out");
        }
        if (chosen == POOL && family.causal()) {
            throw options.refuse(OPTION, "pool, but in " + family.id() + " a pooled position would see later tokens; pool bert's sequences,"
                    + " or use truncate");
        }
        return chosen;
    }
}
