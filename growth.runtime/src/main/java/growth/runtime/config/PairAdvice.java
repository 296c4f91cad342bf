package growth.runtime.config;

import java.util.Collection;
import java.util.Optional;

/** Recognises a key and its value that YAML took for one word. */
final class PairAdvice {
    private PairAdvice() {
    }

    /**
     * Returns what is missing between key and value; empty if the text does not begin with such a key.
     *
     * @param text  e.g. {@code lr 2e-3} or {@code kind:adamw}
     * @param names the keys that are valid there
     */
    static Optional<String> of(String text, Collection<String> names) {
        String first = text.strip().split("[\\s:=]", 2)[0];
        return names.contains(first) || NearestName.to(first, names).isPresent() ? YamlAdvice.pair(text) : Optional.empty();
    }
}
