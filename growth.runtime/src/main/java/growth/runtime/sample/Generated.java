package growth.runtime.sample;

import java.util.List;

/**
 * Texts that a model has generated.
 *
 * @param prompt  the prompt as text; its ids without a tokenizer
 * @param samples one per text
 * @param cost    what it took
 * @param moved   whether a text was longer than the model's context, so that the model did not see its beginning any more
 */
public record Generated(String prompt, List<Sample> samples, Cost cost, boolean moved) {
    public Generated {
        samples = List.copyOf(samples);
    }

    /**
     * A text behind the prompt.
     *
     * @param text  the text; ids without a tokenizer
     * @param ids   its tokens
     * @param ended whether the model ended it; otherwise it has as many tokens as were wanted
     */
    public record Sample(String text, List<Integer> ids, boolean ended) {
        public Sample {
            ids = List.copyOf(ids);
        }
    }

    /**
     * What generation took.
     *
     * @param promptTokens tokens read before the first was drawn, with those that stand before the prompt
     * @param tokens       tokens drawn in all texts
     * @param seconds      time for reading and drawing
     */
    public record Cost(int promptTokens, long tokens, double seconds) {
        /** Returns the tokens drawn in a second. */
        public double tokensPerSecond() {
            return tokens / seconds;
        }
    }
}
