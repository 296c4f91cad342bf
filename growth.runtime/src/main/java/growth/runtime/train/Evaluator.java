package growth.runtime.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Evaluates checkpoints. */
public interface Evaluator {
    /**
     * @param loss       mean loss in nats per scored label
     * @param perplexity its exponential
     * @param scored     scored labels
     * @param tokens     tokens read
     * @param seconds    time spent
     */
    record Evaluated(double loss, double perplexity, long scored, long tokens, double seconds) {
    }

    /**
     * Loss on text files, tokenised with the checkpoint's tokenizer, in windows of its context.
     *
     * @param batches how many batches at most; empty: everything
     */
    Evaluated text(Path checkpoint, List<Path> files, int batch, Optional<Integer> batches);

    /**
     * Loss on one safetensors batch.
     *
     * @param write where to write logits and gradients ({@code logits}, {@code grad.NAME}), if anywhere
     */
    Evaluated batch(Path checkpoint, Path batch, Optional<Path> write);
}
