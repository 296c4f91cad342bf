package growth.runtime.suite;

import growth.api.data.Tokenizer;
import growth.api.suite.SuiteExample;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Turns examples into tokens.
 *
 * @param tokenizer the model's; null if there is none and no example is text
 * @param prefix    special tokens that the model was trained to see before every text
 */
record ExampleEncoder(Tokenizer tokenizer, int[] prefix) {
    /**
     * Returns the example as tokens.
     *
     * @param shots how many solved examples stand before it, at most; the last ones
     * @throws IllegalArgumentException in words if the example is no text with an answer for this tokenizer
     */
    Asked encode(SuiteExample example, int shots) {
        if (example instanceof SuiteExample.Tokens ids) {
            return new Asked(answer(joined(prefix, ids.prompt()), ids.answer(), OptionalInt.empty()), List.of());
        }
        SuiteExample.Text text = (SuiteExample.Text) example;
        List<String> kept = text.shots().subList(Math.max(0, text.shots().size() - shots), text.shots().size());
        String before = String.join("", kept) + text.prompt();
        String end = kept.isEmpty() ? "" : text.end();
        return new Asked(answer(before, text.answer(), end), text.others().stream().map(other -> answer(before, other, end)).toList());
    }

    /** A question that no solved example stands before does not show how an answer ends, so nothing is asked of what follows it. */
    private Answer answer(String before, String text, String end) {
        int[] prompt = tokenizer.encode(before);
        int[] whole = tokenizer.encode(before + text);
        int[] answer = startsWith(whole, prompt) ? Arrays.copyOfRange(whole, prompt.length, whole.length) : tokenizer.encode(text);
        OptionalInt next = end.isEmpty() ? OptionalInt.empty() : next(joined(prompt, answer), before + text, end);
        return answer(joined(prefix, prompt), answer, next);
    }

    private OptionalInt next(int[] tokens, String text, String end) {
        int[] further = tokenizer.encode(text + end);
        int[] alone = startsWith(further, tokens) ? Arrays.copyOfRange(further, tokens.length, further.length) : tokenizer.encode(end);
        return IntStream.of(alone).findFirst();
    }

    private static Answer answer(int[] before, int[] answer, OptionalInt end) {
        if (before.length == 0 || answer.length == 0) {
            throw new IllegalArgumentException((before.length == 0 ? "nothing stands before an answer" : "an answer has no token")
                    + "; a model needs at least one token of both");
        }
        return new Answer(joined(before, answer), before.length, end);
    }

    /** Returns whether the one is the other and more. */
    private static boolean startsWith(int[] whole, int[] part) {
        return whole.length > part.length && Arrays.equals(whole, 0, part.length, part, 0, part.length);
    }

    private static int[] joined(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
