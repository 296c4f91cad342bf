package growth.data.synthetic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The words of the stories, by section. */
final class Lexicon {
    private final Map<String, List<String>> sections = new LinkedHashMap<>();
    private final Map<String, List<Noun>> nouns = new LinkedHashMap<>();
    private final Map<String, Verb> verbs = new LinkedHashMap<>();

    private final List<Place> places;
    private final List<String[]> causes = new ArrayList<>();

    /** Reads the lexicon of this bundle. */
    Lexicon() {
        parse(lines("lexicon.txt"));
        sections.forEach((name, entries) -> nouns.put(name, entries.stream().map(Noun::of).toList()));
        words("verbs").stream().map(Verb::of).forEach(verb -> verbs.put(verb.base(), verb));
        places = words("places").stream().map(Place::of).toList();
        lines("causes.txt").forEach(line -> causes.add(line.split(" \\| ")));
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(Lexicon.class.getResourceAsStream(resource), resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void parse(List<String> lines) {
        List<String> current = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("[")) {
                current = new ArrayList<>();
                sections.put(line.substring(1, line.indexOf(']')), current);
                continue;
            }
            for (String entry : line.split(",")) {
                if (!entry.isBlank()) {
                    current.add(entry.strip());
                }
            }
        }
    }

    /** Returns causes and their effects, with verbs in braces for {@link Narrator#conjugate}. */
    List<String[]> causes() {
        return causes;
    }

    /** Returns the entries of a section. */
    List<String> words(String section) {
        return known(sections.get(section), section);
    }

    /** Returns the entries of a section as nouns. */
    List<Noun> nouns(String section) {
        return known(nouns.get(section), section);
    }

    /** Returns where stories happen. */
    List<Place> places() {
        return places;
    }

    /** Returns the verb of that base form. */
    Verb verb(String base) {
        return known(verbs.get(base), base);
    }

    private static <T> T known(T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("the lexicon has no '" + name + "'");
        }
        return value;
    }

    /**
     * A word for things that can be counted.
     *
     * @param singular e.g. {@code leaf}
     * @param plural   e.g. {@code leaves}
     */
    record Noun(String singular, String plural) {
        /** Parses an entry: a singular, or {@code singular/plural} if the plural is irregular. */
        static Noun of(String entry) {
            String[] forms = entry.split("/");
            return new Noun(forms[0], forms.length > 1 ? forms[1] : English.plural(forms[0]));
        }

        /** Returns the form that goes with that number. */
        String forCount(int count) {
            return count == 1 ? singular : plural;
        }

        /** Returns e.g. {@code three leaves}. */
        String counted(int count) {
            return English.number(count) + " " + forCount(count);
        }
    }

    /**
     * A verb's forms.
     *
     * @param base e.g. {@code go}
     * @param past e.g. {@code went}
     */
    record Verb(String base, String past) {
        /** Parses an entry, {@code base/past}. */
        static Verb of(String entry) {
            String[] forms = entry.split("/");
            return new Verb(forms[0], forms[1]);
        }

        /** Returns the form for one person or thing, e.g. {@code goes} or {@code went}. */
        String singular(Tense tense) {
            if (base.equals("be")) {
                return tense == Tense.PAST ? "was" : "is";
            }
            if (base.equals("have")) {
                return tense == Tense.PAST ? "had" : "has";
            }
            return tense == Tense.PAST ? past : English.thirdPerson(base);
        }

        /** Returns the form for several, e.g. {@code go} or {@code went}. */
        String plural(Tense tense) {
            if (base.equals("be")) {
                return tense == Tense.PAST ? "were" : "are";
            }
            return tense == Tense.PAST ? past : base;
        }
    }

    /**
     * Where something happens.
     *
     * @param preposition what stands before it when somebody is there, e.g. {@code on}
     * @param noun        e.g. {@code hill}
     */
    record Place(String preposition, String noun) {
        /** Parses an entry: a preposition and a noun. */
        static Place of(String entry) {
            String[] words = entry.split(" ");
            return new Place(words[0], words[1]);
        }

        /** Returns e.g. {@code on the hill}. */
        String here() {
            return preposition + " " + the();
        }

        /** Returns e.g. {@code the hill}. */
        String the() {
            return "the " + noun;
        }
    }

    /** The tense a story is told in. */
    enum Tense {
        PAST, PRESENT
    }
}
