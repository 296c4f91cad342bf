package growth.api.suite;

import java.util.List;
import java.util.Objects;

/**
 * One question with its answer. A suite writes text where it can, for any tokenizer; or token ids where the task is about tokens and not
 * about what they say.
 */
public sealed interface SuiteExample {
    /**
     * Text. The model reads {@code shots}, then {@code prompt}, and shall go on with {@code answer}.
     *
     * <p>The whole text is tokenized at once, so that its tokens are those of such a text in training; the answer's tokens are those
     * behind the tokens of what stands before it. If a token joins the end of the prompt and the beginning of the answer, each of both is
     * tokenized by itself. An answer usually begins with the blank that separates it from the prompt, because tokenizers keep blanks
     * with the word behind them.
     *
     * @param shots  solved examples that stand before the prompt, the first ones first; each with everything up to the beginning of the
     *               next one. If they are too many for the model's context, the framework leaves out the first ones, of all examples of a
     *               task alike
     * @param prompt what is asked
     * @param answer what is right; not empty
     * @param end    what would follow the answer. Its first token must be the model's choice too for an exact match, so that 2 is not
     *               taken for the answer of a model that writes 22; it does not count for the loss. Empty: the model may go on as it
     *               likes
     * @param others wrong answers, each as the answer would be written. If there are any, the example is also scored as a multiple choice
     */
    record Text(List<String> shots, String prompt, String answer, String end, List<String> others) implements SuiteExample {
        public Text {
            shots = List.copyOf(shots);
            others = List.copyOf(others);
            Objects.requireNonNull(prompt);
            Objects.requireNonNull(end);
            if (answer.isEmpty() || others.contains("")) {
                throw new IllegalArgumentException("an answer has at least one character");
            }
        }

        /** Makes an example without wrong answers. */
        public Text(List<String> shots, String prompt, String answer, String end) {
            this(shots, prompt, answer, end, List.of());
        }
    }

    /**
     * Token ids. The arrays belong to the example and are not changed.
     *
     * @param prompt ids that the model reads; at least one
     * @param answer ids that it shall go on with; at least one
     */
    record Tokens(int[] prompt, int[] answer) implements SuiteExample {
        public Tokens {
            if (prompt.length == 0 || answer.length == 0) {
                throw new IllegalArgumentException("a prompt and its answer have at least one token each");
            }
        }
    }
}
