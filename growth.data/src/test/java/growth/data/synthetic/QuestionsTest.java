package growth.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every answer is derived a second time, from the text alone. */
class QuestionsTest {
    private static final int TEXTS = 500;
    private final Lexicon lexicon = new Lexicon();

    @Test
    void assignmentsAnswerWhatTheirLinesSay() {
        int aliased = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = new AssignmentQuestion().write(new Dice(i), lexicon);
            Map<String, String> values = new HashMap<>();
            Matcher lines = Pattern.compile("^([a-z]) ?= ?([a-z0-9]+)$", Pattern.MULTILINE).matcher(text);
            while (lines.find()) {
                values.put(lines.group(1), lines.group(2));
            }
            Matcher question = Pattern.compile("value of ([a-z])\\?\nAnswer: (\\d+)\n$").matcher(text);
            assertThat(question.find()).as(text).isTrue();
            String value = values.get(question.group(1));
            if (values.containsKey(value)) {
                aliased++;
                value = values.get(value);
            }
            assertThat(question.group(2)).as(text).isEqualTo(value);
            assertThat(Integer.parseInt(value)).isBetween(1, 25);
            assertThat(values).hasSizeBetween(5, 10);
        }
        assertThat(aliased).isBetween(TEXTS / 3, 2 * TEXTS / 3);
    }

    @Test
    void assignmentsAreInThePapersWords() {
        String equations = "The following is a set of simple mathematical equations\\.\n\n([a-z]=[a-z0-9]+\n){5,10}"
                + "What is the numerical value of [a-z]\\?\nAnswer: \\d+\n";
        String program = "The following is a very short Python program\\. Use the program to resolve the value of the variable in the "
                + "question\\.\nProgram:\n([a-z] = [a-z0-9]+\n){5,10}\nQuestion:\nWhat is the value of [a-z]\\?\nAnswer: \\d+\n";
        int programs = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = new AssignmentQuestion().write(new Dice(i), lexicon);
            assertThat(text).matches(equations + "|" + program);
            programs += text.contains("Program:") ? 1 : 0;
        }
        assertThat(programs).isBetween(TEXTS / 3, 2 * TEXTS / 3);
    }

    @Test
    void countingProblemsAddUp() {
        Pattern numbers = Pattern.compile(
                "had (\\d+) \\w+ with (\\d+)|had (\\d+)|(?:got|found|bought) (\\d+)|(?:gave|lost|sold) (\\d+)|has (\\d+)");
        for (int i = 0; i < TEXTS; i++) {
            String text = new CountingProblem().write(new Dice(i), lexicon);
            Matcher matcher = numbers.matcher(text);
            int count = 0;
            int answers = 0;
            while (matcher.find()) {
                if (matcher.group(1) != null) {
                    count = Integer.parseInt(matcher.group(1)) * Integer.parseInt(matcher.group(2));
                } else if (matcher.group(3) != null) {
                    int said = Integer.parseInt(matcher.group(3));
                    assertThat(count == 0 || count == said).as(text).isTrue();
                    count = said;
                } else if (matcher.group(4) != null) {
                    count += Integer.parseInt(matcher.group(4));
                } else if (matcher.group(5) != null) {
                    count -= Integer.parseInt(matcher.group(5));
                } else {
                    answers++;
                    assertThat(Integer.parseInt(matcher.group(6))).as(text).isEqualTo(count);
                }
            }
            assertThat(answers).as(text).isOne();
        }
    }

    @Test
    void conclusionsFollow() {
        int conclusions = 0;
        int orders = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = new Reasoning().write(new Dice(i), lexicon);
            if (text.startsWith("If")) {
                conclusions++;
                Map<String, String> rules = new HashMap<>();
                Matcher rule = Pattern.compile("If ([^,]+), \\w+ ([^.]+)\\.").matcher(text);
                while (rule.find()) {
                    rules.put(rule.group(1), rule.group(2));
                }
                Matcher fact = Pattern.compile("Today ([^.]+)\\. .*(?:She|He|So \\w+) (.+?)(?: because ([^.]+))?\\.\n$").matcher(text);
                assertThat(fact.find()).as(text).isTrue();
                assertThat(fact.group(2)).as(text).isEqualTo(rules.get(fact.group(1)));
            } else {
                orders++;
                assertThat(last(text)).as(text).isEqualTo(ranked(text));
            }
        }
        assertThat(Math.min(conclusions, orders)).isGreaterThan(TEXTS / 3);
    }

    private static String last(String text) {
        return text.substring(text.indexOf('?') + 2).split(" ")[0];
    }

    /** Who is never the second in a comparison is the first of all, and the other way round. */
    private static String ranked(String text) {
        List<String> greater = new ArrayList<>();
        List<String> smaller = new ArrayList<>();
        Matcher comparison = Pattern.compile("(\\w+) is \\w+er than (\\w+)\\.").matcher(text);
        while (comparison.find()) {
            greater.add(comparison.group(1));
            smaller.add(comparison.group(2));
        }
        boolean first = Pattern.compile("Who is the (tallest|oldest|fastest|strongest|richest|heaviest)\\?").matcher(text).find();
        List<String> candidates = new ArrayList<>(first ? greater : smaller);
        candidates.removeAll(first ? smaller : greater);
        assertThat(candidates).hasSize(1);
        return candidates.get(0);
    }
}
