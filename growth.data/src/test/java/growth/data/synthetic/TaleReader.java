package growth.data.synthetic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads tales as a person would, knowing nothing of the world they were told from: keeps count of what everybody has, and of who has which
 * treasure, by the sentences alone.
 */
final class TaleReader {
    private static final List<String> NUMBERS = List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty");
    private static final Pattern WHEN = Pattern.compile("^(then|after that|soon|later|a little later|the next day|in the afternoon|"
            + "in the evening|an hour later|before long|at once|suddenly|now) ", Pattern.CASE_INSENSITIVE);
    private static final Pattern SENTENCE = Pattern.compile("\"[^\"]*\" [a-z]+ [A-Z][a-z]+\\.|[^.?\"]+\\? [^.]+\\.|[^.\"]+\\.");
    private static final Pattern FRIEND = form("(?:Her|His) (?:friend|neighbour|cousin) ([A-Z][a-z]+), .*");
    private static final Pattern NAMED = form(".* named ([A-Z][a-z]+) .*");
    private static final Pattern SAID = form("(?:\".*\") [a-z]+ ([A-Z][a-z]+)\\.");
    private static final Pattern HAS = form("WHO ha[ds] NUMBER THINGS(?: and an? [a-z]+ [a-z]+)?\\.");
    private static final Pattern HAVE_BOTH = form("WHO ha[ds] NUMBER THINGS and WHO ha[ds] NUMBER\\.");
    private static final Pattern GETS = form("WHO (?:found|finds|discover.*?|spot.*?|got|gets|bought|buys|receive.*?) NUMBER (?:more )?"
            + "THINGS.*");
    private static final Pattern GIVES = form("WHO (?:gave|gives) NUMBER THINGS to WHO\\.");
    private static final Pattern HANDS = form("WHO (?:gave|gives|handed|hands|brought|brings) WHO NUMBER THINGS\\.");
    private static final Pattern LOSES = form("WHO (?:ate|eats|lost|loses|dropped|drops|forgot|forgets) NUMBER THINGS.*, "
            + "so (?:only )?(none|[a-z]+) (?:was|were|is|are) left\\.");
    private static final Pattern ANSWER = form("How many [a-z]+ (?:did|does) ([A-Z][a-z]+) have at the end\\? "
            + "(?:She|He) ha[ds] NUMBER THINGS\\.");
    private static final Pattern OTHER = form("WHO\\b.*");

    private final Map<String, Integer> counts = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private String topic = "nobody";
    private int statements;

    private static Pattern form(String sentence) {
        String numbers = "(" + String.join("|", NUMBERS) + ")";
        String somebody = "([A-Z][a-z]+|she|he)";
        return Pattern.compile("^" + sentence.replace("WHO", somebody).replace("NUMBER", numbers).replace("THINGS", "([a-z]+)") + "$");
    }

    /** Returns what does not agree with what was told before. */
    List<String> complaints() {
        return complaints;
    }

    /** Returns sentences that could be checked. */
    int statements() {
        return statements;
    }

    void read(String tale) {
        Matcher sentences = SENTENCE.matcher(tale.replace('\n', ' '));
        while (sentences.find()) {
            String sentence = sentences.group().strip();
            Matcher when = WHEN.matcher(sentence);
            readSentence(when.find() ? sentence.substring(when.end()) : sentence);
        }
    }

    private void readSentence(String sentence) {
        Matcher m;
        if ((m = ANSWER.matcher(sentence)).matches()) {
            check(sentence, m.group(1), m.group(3), m.group(2));
        } else if ((m = FRIEND.matcher(sentence)).matches() || (m = SAID.matcher(sentence)).matches()) {
            topic = m.group(1);
        } else if ((m = HAVE_BOTH.matcher(sentence)).matches()) {
            check(sentence, who(m.group(1)), m.group(3), m.group(2));
            check(sentence, who(m.group(4)), m.group(3), m.group(5));
        } else if ((m = HAS.matcher(sentence)).matches()) {
            check(sentence, who(m.group(1)), m.group(3), m.group(2));
        } else if ((m = GIVES.matcher(sentence)).matches()) {
            add(who(m.group(1)), m.group(3), -number(m.group(2)));
            add(m.group(4), m.group(3), number(m.group(2)));
        } else if ((m = HANDS.matcher(sentence)).matches()) {
            add(who(m.group(1)), m.group(4), -number(m.group(3)));
            add(m.group(2), m.group(4), number(m.group(3)));
        } else if ((m = LOSES.matcher(sentence)).matches()) {
            String person = who(m.group(1));
            add(person, m.group(3), -number(m.group(2)));
            check(sentence, person, m.group(3), m.group(4).equals("none") ? "no" : m.group(4));
        } else if ((m = GETS.matcher(sentence)).matches()) {
            add(who(m.group(1)), m.group(3), number(m.group(2)));
        } else if ((m = NAMED.matcher(sentence)).matches()) {
            topic = m.group(1);
        } else if ((m = OTHER.matcher(sentence)).matches()) {
            who(m.group(1));
        }
    }

    /** A pronoun means whom the sentence before was about. */
    private String who(String somebody) {
        if (!somebody.matches("[Ss]?[Hh]e")) {
            topic = somebody;
        }
        return topic;
    }

    private static int number(String word) {
        return NUMBERS.indexOf(word);
    }

    private static String key(String person, String noun) {
        // leaves, cherries and potatoes are what a leaf, a cherry and a potato become
        String singular = noun.replaceFirst("ves$", "f").replaceFirst("ies$", "y").replaceFirst("(o|sh|ch)es$", "$1")
                .replaceFirst("s$", "");
        return person + " " + singular.replaceFirst("^cooky$", "cookie").replaceFirst("^py$", "pie").replaceFirst("^glof$", "glove");
    }

    private void add(String person, String noun, int change) {
        counts.merge(key(person, noun), change, Integer::sum);
        statements++;
    }

    /** What is told for the first time is believed. */
    private void check(String sentence, String person, String noun, String number) {
        Integer known = counts.putIfAbsent(key(person, noun), number(number));
        if (known != null) {
            statements++;
            if (known != number(number)) {
                complaints.add(sentence + " But " + person + " has " + known);
            }
        }
    }
}
