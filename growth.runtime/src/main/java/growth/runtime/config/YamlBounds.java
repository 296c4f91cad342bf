package growth.runtime.config;

import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Limits the size of a document. These bounds make recursive readers safe; this check reads events one after the other, however deeply
 * they are nested.
 */
public final class YamlBounds {
    /** Characters of a document. */
    public static final int LONGEST_DOCUMENT = 1_000_000;
    private static final int LONGEST_SCALAR = 50_000;
    /** Lists and groups within each other, counted with what aliases stand for. */
    static final int DEEPEST = 50;
    /** The error message for that. */
    static final String TOO_DEEP = "lists and groups are nested more than " + DEEPEST + " deep";

    private YamlBounds() {
    }

    /** A value that is too large. */
    interface Refusal {
        /** Throws the error with its place. */
        void refuse(Optional<Mark> where, String message);
    }

    /**
     * Checks a document's outline only; the reader reports what is not YAML.
     *
     * @param refusal called with the first thing that is too large
     */
    static void check(LoadSettings settings, String text, Refusal refusal) {
        if (text.length() > LONGEST_DOCUMENT) {
            refusal.refuse(Optional.empty(), String.format(Locale.ROOT, "%,d characters are too many; a document has at most %,d",
                    text.length(), LONGEST_DOCUMENT));
        }
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                refusal.refuse(event.getStartMark(), TOO_DEEP);
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof ScalarEvent scalar && scalar.getValue().length() > LONGEST_SCALAR) {
                refusal.refuse(event.getStartMark(), String.format(Locale.ROOT, "a value of %,d characters is too long; it has at most %,d",
                        scalar.getValue().length(), LONGEST_SCALAR));
            }
        }
    }
}
