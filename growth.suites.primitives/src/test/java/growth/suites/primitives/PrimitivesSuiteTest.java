package growth.suites.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.options.Options;
import growth.api.suite.SuiteExample;
import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteTask;
import growth.suites.primitives.PrimitivesSuite.PrimitivesOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PrimitivesSuiteTest {
    private static final PrimitivesSuite SUITE = new PrimitivesSuite();
    private static final Pattern LINE = Pattern.compile("([a-z]) ?= ?([0-9]+|[a-z](?:\\+[a-z])?)");
    private static final Pattern ASKED = Pattern.compile("value of ([a-z])\\?\nAnswer:$");

    private static SuiteRequest request(PrimitivesOptions options, long seed) {
        return new SuiteRequest(Options.of(options), Path.of(""), Optional.of(new Letters()), 128, 1024, seed);
    }

    private static Map<String, SuiteTask> tasks(int examples, int shots, long seed) {
        Map<String, SuiteTask> tasks = new TreeMap<>();
        SUITE.tasks(request(new PrimitivesOptions(examples, shots, Optional.empty()), seed)).forEach(task -> tasks.put(task.name(), task));
        return tasks;
    }

    private static SuiteExample.Text text(SuiteTask task, int index) {
        return (SuiteExample.Text) task.examples().get(index);
    }

    /** Solves a question as a reader would, from its text alone. */
    private static int solved(String prompt) {
        Map<String, String> given = new HashMap<>();
        Matcher lines = LINE.matcher(prompt);
        while (lines.find()) {
            given.put(lines.group(1), lines.group(2));
        }
        Matcher asked = ASKED.matcher(prompt);
        assertThat(asked.find()).as(prompt).isTrue();
        return value(asked.group(1), given);
    }

    private static int value(String term, Map<String, String> given) {
        return Arrays.stream(term.split("\\+")).mapToInt(
                one -> one.matches("[0-9]+") ? Integer.parseInt(one) : value(given.get(one), given)).sum();
    }

    /** Returns over how many others a letter is given. */
    private static int steps(String prompt) {
        Map<String, String> given = new HashMap<>();
        Matcher lines = LINE.matcher(prompt);
        while (lines.find()) {
            given.put(lines.group(1), lines.group(2));
        }
        Matcher asked = ASKED.matcher(prompt);
        assertThat(asked.find()).isTrue();
        int steps = 0;
        for (String letter = asked.group(1); given.get(letter).matches("[a-z]"); letter = given.get(letter)) {
            steps++;
        }
        return steps;
    }

    @Test
    void formatsAreThoseOfTheNotes() {
        Map<String, SuiteTask> tasks = tasks(1, 1, 1);
        assertThat(tasks.keySet()).containsExactly("arithmetic-letters", "arithmetic-sum", "induction-copying", "variable-code-0",
                "variable-code-1", "variable-code-2", "variable-math-0", "variable-math-1", "variable-math-2");
        assertThat(text(tasks.get("variable-math-0"), 0)).isEqualTo(new SuiteExample.Text(List.of("""
                The following is a set of simple mathematical equations.

                z=24
                a=22
                i=20
                y=16
                l=8
                What is the numerical value of l?
                Answer: 8

                """), """
                The following is a set of simple mathematical equations.

                w=10
                d=7
                q=11
                p=19
                z=2
                What is the numerical value of p?
                Answer:""", " 19", "\n\nThe following is a set of simple mathematical equations"));
        assertThat(text(tasks.get("variable-code-1"), 0).prompt()).isEqualTo("""
                The following is a very short Python program. Use the program to resolve the value of the variable in the question.
                Program:
                d = 8
                f = 12
                v = 19
                u = 21
                j = 13
                b = f
                g = d
                w = j
                c = v
                h = u

                Question:
                What is the value of w?
                Answer:""");
        assertThat(text(tasks.get("arithmetic-letters"), 0).prompt()).isEqualTo("""
                The following is a set of simple mathematical equations.

                b=2
                x=2
                i=1
                u=i+x
                What is the numerical value of u?
                Answer:""");
        assertThat(text(tasks.get("arithmetic-sum"), 0))
                .isEqualTo(new SuiteExample.Text(List.of("4 + 1 = 5\n"), "4 + 5 =", " 9", "\n1 +"));
        SuiteExample.Tokens copied = (SuiteExample.Tokens) tasks.get("induction-copying").examples().get(0);
        assertThat(new Letters().decode(copied.prompt())).isEqualTo("tunpijbhgcofwsmyunpi");
        assertThat(new Letters().decode(copied.answer())).isEqualTo("j");
    }

    @Test
    void answersFollowFromTheQuestions() {
        tasks(60, 2, 7).forEach((name, task) -> {
            for (SuiteExample example : task.examples()) {
                if (example instanceof SuiteExample.Tokens copied) {
                    assertThat(copied.answer()).containsExactly(continuation(copied.prompt()));
                } else if (!name.equals("arithmetic-sum")) {
                    SuiteExample.Text asked = (SuiteExample.Text) example;
                    assertThat(asked.answer()).isEqualTo(" " + solved(asked.prompt()));
                    asked.shots().forEach(shot -> {
                        int colon = shot.lastIndexOf(':') + 1;
                        assertThat(shot.substring(colon)).isEqualTo(" " + solved(shot.substring(0, colon)) + "\n\n");
                    });
                    if (name.startsWith("variable")) {
                        assertThat(steps(asked.prompt())).isEqualTo(Integer.parseInt(name.substring(name.length() - 1)));
                    }
                } else {
                    int[] numbers = Arrays.stream(((SuiteExample.Text) example).prompt().split("[^0-9]+")).mapToInt(Integer::parseInt)
                            .toArray();
                    assertThat(((SuiteExample.Text) example).answer()).isEqualTo(" " + (numbers[0] + numbers[1]));
                }
            }
        });
    }

    /** Returns what followed the last four tokens when they first stood there. */
    private static int continuation(int[] prompt) {
        int[] part = Arrays.copyOfRange(prompt, prompt.length - 4, prompt.length);
        for (int i = 0; i + 4 < prompt.length - 4; i++) {
            if (Arrays.equals(part, Arrays.copyOfRange(prompt, i, i + 4))) {
                return prompt[i + 4];
            }
        }
        throw new AssertionError("no part twice in " + Arrays.toString(prompt));
    }

    /** The best answer that does not depend on what is asked is right in the share that is called chance. */
    @Test
    void chanceIsWhatGuessingGets() {
        int examples = 4000;
        Map<String, SuiteTask> tasks = tasks(examples, 0, 3);
        tasks.values().stream().filter(task -> task.name().startsWith("variable")).forEach(task -> {
            assertThat(task.chance()).hasValue(0.2);
            // one of the five numbers, the third of them
            assertThat(share(task, prompt -> Pattern.compile("[0-9]+").matcher(prompt).results().skip(2).findFirst().orElseThrow().group()))
                    .isCloseTo(0.2, within(0.025));
        });
        tasks.values().stream().filter(task -> task.name().startsWith("arithmetic")).forEach(task -> {
            assertThat(task.chance()).hasValue(1.0 / 9);
            assertThat(share(task, prompt -> "10")).isCloseTo(1.0 / 9, within(0.02));
        });
        assertThat(tasks.get("induction-copying").chance()).hasValue(1.0 / 16);
    }

    private static double share(SuiteTask task, UnaryOperator<String> guess) {
        return task.examples().stream().map(SuiteExample.Text.class::cast).filter(e -> e.answer().equals(" " + guess.apply(e.prompt())))
                .count() / (double) task.examples().size();
    }

    @Test
    void theSeedDecidesAndNumbersDoNot() {
        assertThat(words(tasks(5, 3, 1))).isEqualTo(words(tasks(5, 3, 1))).isNotEqualTo(words(tasks(5, 3, 2)));
        Map<String, SuiteTask> more = tasks(9, 5, 1);
        tasks(5, 3, 1).forEach((name, task) -> {
            for (int i = 0; i < 5; i++) {
                if (task.examples().get(i) instanceof SuiteExample.Text few) {
                    assertThat(text(more.get(name), i).prompt()).isEqualTo(few.prompt());
                    assertThat(text(more.get(name), i).shots()).startsWith(few.shots().toArray(String[]::new)).hasSize(5);
                }
            }
        });
    }

    private static String words(Map<String, SuiteTask> tasks) {
        StringBuilder words = new StringBuilder();
        tasks.forEach((name, task) -> task.examples().forEach(example -> words.append(name).append(
                example instanceof SuiteExample.Tokens t ? Arrays.toString(t.prompt()) + Arrays.toString(t.answer())
                        : example.toString())));
        return words.toString();
    }

    @Test
    void tokensAreCopiedWithoutATokenizerToo() {
        Options options = Options.of(new PrimitivesOptions(20, 5, Optional.of(List.of("induction-copying"))));
        for (int vocabulary : new int[] {2, 5, 17, 50_000}) {
            List<SuiteTask> tasks = SUITE.tasks(new SuiteRequest(options, Path.of(""), Optional.empty(), vocabulary, 64, 1));
            assertThat(tasks).hasSize(1);
            tasks.get(0).examples().stream().map(SuiteExample.Tokens.class::cast).forEach(example -> {
                assertThat(Arrays.stream(example.prompt()).max().orElseThrow()).isLessThan(vocabulary);
                assertThat(example.answer()).hasSize(1);
            });
        }
    }

    @Test
    void anUnknownTaskIsRefused() {
        assertThatThrownBy(() -> new PrimitivesOptions(1, 1, Optional.of(List.of("variable-math-3"))))
                .hasMessageContaining("there is no task 'variable-math-3'; there are induction-copying, variable-math-0,");
        assertThatThrownBy(() -> new PrimitivesOptions(1, 1, Optional.of(List.of()))).hasMessageContaining("nothing would be asked");
        assertThat(SUITE.card().options()).extracting(option -> option.name()).containsExactly("examples", "shots", "tasks");
    }
}
