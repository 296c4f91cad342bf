package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.options.Options;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The sizes of the model section that not every architecture has. */
enum FamilySizes {
    CONTEXT("context", true, "the longest sequence in tokens", EnumSet.of(Family.LLAMA, Family.GPT2, Family.BERT)),
    VOCABULARY("vocabulary", false, "the number of token ids", EnumSet.of(Family.LLAMA, Family.GPT2, Family.BERT)),
    TOKEN_TYPES("token-types", false, "the number of segments", EnumSet.of(Family.BERT)),
    IMAGE("image", true, "the height and width of images in pixels", EnumSet.of(Family.VIT)),
    PATCH("patch", true, "the height and width of patches in pixels", EnumSet.of(Family.VIT)),
    ROPE_THETA("rope-theta", false, "the base of rotary positions", EnumSet.of(Family.LLAMA)),
    ROPE_SCALING("rope-scaling", false, "the scaling of rotary positions", EnumSet.of(Family.LLAMA));

    private final String option;
    private final boolean needed;
    private final String words;
    private final Set<Family> families;

    FamilySizes(String option, boolean needed, String words, Set<Family> families) {
        this.option = option;
        this.needed = needed;
        this.words = words;
        this.families = families;
    }

    /** @throws GrowthException (CONFIGURATION) with the place, if the family needs a size that is not there or has none that is */
    static void check(Family family, Options model) {
        for (FamilySizes size : values()) {
            boolean has = size.families.contains(family);
            if (has && size.needed && model.get(size.option).isEmpty()) {
                throw model.refuse("family", family.id() + " needs '" + size.option + "', " + size.words);
            }
            if (!has && model.get(size.option).isPresent()) {
                String others = size.families.stream().map(Family::id).collect(Collectors.joining(", "));
                throw model.refuse(size.option, family.id() + " has no " + size.option + " (" + size.words + " of " + others
                        + "); leave it out");
            }
        }
    }
}
