package growth.data.options;

import growth.api.options.Option;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of data source {@code dl4j}.
 *
 * @param iterator      name of the training iterator
 * @param validIterator name of the validation iterator
 * @param validShare    share of the training examples that is kept for validation
 * @param train         training files
 * @param valid         validation files
 * @param settings      what the iterators' factory is told
 * @param labels        labels of images
 * @param vocabulary    token ids that the model must know
 * @param maskId        the id that stands for a masked token
 * @param masking       which tokens are guessed
 */
public record IteratorOptions(
        @Option(description = "name of the iterator of training examples, by which a bundle offers it as a service, or the full name of its"
                + " component's class") String iterator,
        @Option(description = "name of the iterator of validation examples; iterator if left out and valid is given")
        Optional<String> validIterator,
        @Option(description = "share of the training examples, chosen at random, that is kept for validation and not trained on if neither"
                + " valid-iterator nor valid is given", defaultValue = "5%", atLeast = 0, atMost = 0.5) double validShare,
        @Option(description = "files or folders for an iterator that reads them, relative to the run file", files = true)
        Optional<List<String>> train,
        @Option(description = "files or folders of validation examples, likewise", files = true) Optional<List<String>> valid,
        @Option(description = "settings that the iterator itself understands; its bundle's documentation names them")
        Optional<Map<String, List<String>>> settings,
        @Option(description = "labels of images; as many as the iterator's one-hot labels or label names, or the largest label + 1, if left"
                + " out", atLeast = 2) Optional<Integer> labels,
        @Option(description = "token ids that the model must know, all larger ones are refused; the largest id + 1 if left out",
                atLeast = 2, atMost = TokensOptions.LARGEST) Optional<Integer> vocabulary,
        @Option(description = "id that stands for a masked token; family bert needs it where examples have no labels of their own",
                atLeast = 0, atMost = TokensOptions.LARGEST - 1) Optional<Integer> maskId,
        @Option(description = MaskingOptions.GROUP) Optional<MaskingOptions> masking) {
}
