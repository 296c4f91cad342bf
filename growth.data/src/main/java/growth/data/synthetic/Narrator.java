package growth.data.synthetic;

import growth.data.synthetic.Lexicon.Tense;
import growth.data.synthetic.World.Person;
import java.util.regex.Pattern;

/** Writes sentences in one tense. A pronoun always means whom the sentence before was about. */
final class Narrator {
    private static final Pattern BRACES = Pattern.compile("\\{([a-z]+)(\\*?)}");
    private final Lexicon lexicon;
    private final Tense tense;
    private final StringBuilder text = new StringBuilder();
    private Person topic;

    Narrator(Lexicon lexicon, Tense tense) {
        this.lexicon = lexicon;
        this.tense = tense;
    }

    Tense tense() {
        return tense;
    }

    /** Adds a sentence that is complete but for its capital letter. */
    void say(String sentence) {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append(' ');
        }
        text.append(English.capital(sentence));
    }

    /** Begins a new paragraph, in which nobody is spoken of yet. */
    void paragraph() {
        text.append('\n');
        topic = null;
    }

    /** Makes somebody the one the next pronoun means. */
    void about(Person person) {
        topic = person;
    }

    /** Returns the subject of a sentence about the person: a pronoun if the sentence before was about them, otherwise the name. */
    String subject(Person person) {
        boolean again = person.equals(topic);
        topic = person;
        return again ? person.she() : person.name();
    }

    /** Returns the verb in the singular. */
    String one(String verb) {
        return lexicon.verb(verb).singular(tense);
    }

    /** Returns the verb in the plural. */
    String many(String verb) {
        return lexicon.verb(verb).plural(tense);
    }

    /** Returns the words with every {@code {verb}} in the singular and every {@code {verb*}} in the plural. */
    String conjugate(String words) {
        return BRACES.matcher(words).replaceAll(match -> match.group(2).isEmpty() ? one(match.group(1)) : many(match.group(1)));
    }

    String text() {
        return text.toString();
    }
}
