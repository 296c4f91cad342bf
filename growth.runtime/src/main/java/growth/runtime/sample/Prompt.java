package growth.runtime.sample;

import java.util.List;
import java.util.Optional;

/**
 * What a sample begins with.
 *
 * @param text the text; empty: the ids
 * @param ids  token ids in place of a text
 */
public record Prompt(Optional<String> text, List<Integer> ids) {
    public Prompt {
        ids = List.copyOf(ids);
    }

    /** Returns a prompt of text. */
    public static Prompt text(String text) {
        return new Prompt(Optional.of(text), List.of());
    }

    /** Returns a prompt of token ids, which are taken as they are. */
    public static Prompt ids(List<Integer> ids) {
        return new Prompt(Optional.empty(), ids);
    }
}
