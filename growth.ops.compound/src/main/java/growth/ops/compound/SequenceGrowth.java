package growth.ops.compound;

import growth.api.model.Family;
import growth.api.options.Options;
import java.util.Locale;

/** How fewer positions are trained on at first. */
enum SequenceGrowth {
    /** Neighbouring embedded positions are averaged (the paper's way). */
    POOL,
    /** Shorter sequences. */
    TRUNCATE,
    /** Smaller images. */
    RESOLUTION;

    /** Name of the option. */
    static final String OPTION = "sequence";

    /** @return the name in run files */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @return what was chosen, or else the family's own: pool for bert, resolution for vit, truncate for the others
     * @throws growth.api.GrowthException (CONFIGURATION) with the option's place where the family cannot do it
     */
    static SequenceGrowth of(Options options, Family family) {
        SequenceGrowth own = switch (family) {
            case BERT -> POOL;
            case VIT -> RESOLUTION;
            case LLAMA, GPT2 -> TRUNCATE;
        };
        if (!options.has(OPTION)) {
            return own;
        }
        SequenceGrowth chosen = valueOf(options.text(OPTION).toUpperCase(Locale.ROOT));
        if (family == Family.VIT) {
            throw options.refuse(OPTION, chosen.id() + ", but vit sees images, whose resolution grows; leave it out");
        }
        if (chosen == POOL && family.causal()) {
            throw options.refuse(OPTION, "pool, but in " + family.id() + " a pooled position would see later tokens; pool bert's sequences,"
                    + " or use truncate");
        }
        return chosen;
    }
}
