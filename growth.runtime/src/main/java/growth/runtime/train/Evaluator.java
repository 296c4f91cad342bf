package growth.runtime.train;

import growth.api.model.Family;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Evaluates checkpoints. */
public interface Evaluator {
    /**
     * @param family  the model's architecture
     * @param loss    mean loss in nats per scored label
     * @param scored  scored labels
     * @param correct scored labels to which the model gives the highest logit
     * @param tokens  tokens (images) read
     * @param seconds time spent
     */
    record Evaluated(Family family, double loss, long scored, long correct, long tokens, double seconds) {
        /** @return the exponential of the loss */
        public double perplexity() {
            return Math.exp(loss);
        }

        /** @return share of the scored labels to which the model gives the highest logit */
        public double accuracy() {
            return correct / (double) scored;
        }
    }

    /**
     * Loss on text files, tokenised with the checkpoint's tokenizer, in windows of its context; of masked tokens for models that are
     * trained on those.
     *
     * @param batches how many batches at most; empty: everything
     */
    Evaluated text(Path checkpoint, List<Path> files, int batch, Optional<Integer> batches);

    /**
     * Loss on one safetensors batch: {@code input_ids} and {@code labels}, or {@code pixel_values} and {@code labels}.
     *
     * @param write where to write logits and gradients ({@code logits}, {@code grad.NAME}), if anywhere
     */
    Evaluated batch(Path checkpoint, Path batch, Optional<Path> write);
}
