package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.api.model.RopeScaling;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The target model as the run file gives it; vocabulary and labels may be left to the data.
 *
 * @param family       the architecture
 * @param layers       transformer blocks
 * @param hidden       hidden size
 * @param heads        query heads
 * @param kvHeads      key/value heads; empty: as many as heads
 * @param headSize     coordinates per head; empty: hidden / heads
 * @param intermediate intermediate size
 * @param vocabulary   token ids; empty: as many as the tokenizer has
 * @param context      longest sequence; 0 for vision models
 * @param tokenTypes   token types of bert; empty: the family's default
 * @param image        image size in pixels, for vision models
 * @param patch        patch size in pixels, for vision models
 * @param tied         whether the head is the embedding; empty: the family's default
 * @param normEpsilon  epsilon in the norms; empty: the family's default
 * @param ropeTheta    base of rotary positions; empty: 10000
 * @param ropeScaling  how the frequencies of rotary positions are changed; empty: not at all
 * @param start        a folder with a checkpoint that training starts from, instead of random parameters
 * @param startTokenizer the beginning of the hash of a tokenizer that may differ from the checkpoint's, see {@code StartTokenizer}
 * @param startOptimizer whether the optimizer goes on from what the checkpoint remembers
 * @param place        {@code file:line} of the section
 * @param places       name of a size → {@code file:line}, where they are known
 */
public record ModelSettings(Family family, int layers, int hidden, int heads, Optional<Integer> kvHeads, Optional<Integer> headSize,
        int intermediate, Optional<Integer> vocabulary, int context, Optional<Integer> tokenTypes, Optional<Integer> image,
        Optional<Integer> patch, Optional<Boolean> tied, Optional<Double> normEpsilon, Optional<Double> ropeTheta,
        Optional<RopeScaling> ropeScaling, Optional<Path> start, Optional<String> startTokenizer, boolean startOptimizer,
        String place, Map<String, String> places) {
    public ModelSettings {
        places = Map.copyOf(places);
    }

    /**
     * @param dataVocabulary token ids of the data; 0 for images
     * @param labels         labels of the data; 0 for text
     * @return the target shape
     * @throws GrowthException (CONFIGURATION) with the place, if the sizes do not fit together or the data do not fit the model
     */
    public ModelShape shape(int dataVocabulary, int labels) {
        try {
            ModelShapeBuilder builder = ModelShape.builder(family).layers(layers).hidden(hidden).heads(heads).intermediate(intermediate);
            kvHeads.ifPresent(builder::kvHeads);
            headSize.ifPresent(builder::headSize);
            tied.ifPresent(builder::tied);
            normEpsilon.ifPresent(builder::normEpsilon);
            ropeTheta.ifPresent(builder::ropeTheta);
            ropeScaling.ifPresent(builder::ropeScaling);
            tokenTypes.ifPresent(builder::tokenTypes);
            if (family == Family.VIT) {
                return builder.image(new ImageShape(image.orElse(0), patch.orElse(0), 3, labels)).build();
            }
            int ids = vocabulary.orElse(dataVocabulary);
            if (ids < dataVocabulary) {
                throw new GrowthException(GrowthException.Kind.CONFIGURATION,
                        "vocabulary " + ids + " is smaller than the tokenizer's " + dataVocabulary + "; leave it out or raise it").about("vocabulary");
            }
            return builder.vocabulary(ids).context(context).build();
        } catch (GrowthException e) {
            throw e.at(e.key().map(places::get).orElse(place), "model");
        }
    }
}
