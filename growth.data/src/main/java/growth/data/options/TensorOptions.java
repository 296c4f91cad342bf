package growth.data.options;

import growth.api.options.Option;
import java.util.Optional;

/**
 * The options of data source {@code tensors}.
 *
 * @param train       file with the batch
 * @param valid       file with the validation batch
 * @param shiftLabels whether every label moves to the position before it
 * @param vocabulary  token ids that the model must know
 * @param labels      labels of images
 */
public record TensorOptions(
        @Option(description = "file with input_ids and labels [batch, sequence] (llama, gpt2, bert), if need be attention_mask and for bert"
                + " token_type_ids, or pixel_values [batch, channels, size, size] and labels [batch] (vit); relative to the run file",
                files = true) String train,
        @Option(description = "file with the validation batch; the training batch if left out", files = true) Optional<String> valid,
        @Option(description = "takes labels that equal input_ids, as transformers does for causal models: every label moves to the position"
                + " before it", defaultValue = "false") boolean shiftLabels,
        @Option(description = "token ids that the model must know; the largest id + 1 if left out") Optional<Integer> vocabulary,
        @Option(description = "labels of images; the largest label + 1 if left out") Optional<Integer> labels) {
}
