package growth.suites.primitives;

import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteTask;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Sums of two numbers from 1 to 9. Of the paper ("pre-school math"): a few letters with small integers and one derived from them, which is
 * asked. Not in the paper, ours: the words, taken from {@link Variables}' equations; three letters, two of which are added; and the same
 * sums without letters, {@code 3 + 4 = 7}, one on a line. Chance is the share of the most frequent sum, 10: 9 of 81.
 *
 * @param letters whether the numbers are named by letters
 */
record Arithmetic(boolean letters) implements Primitive {
    private static final int LARGEST = 9;
    private static final int NAMED = 4;

    /** Returns both tasks. */
    static Stream<Arithmetic> all() {
        return Stream.of(new Arithmetic(true), new Arithmetic(false));
    }

    @Override
    public String name() {
        return letters ? "arithmetic-letters" : "arithmetic-sum";
    }

    @Override
    public SuiteTask declare(SuiteRequest request, int examples, int shots) {
        String description = letters ? "The sum of two numbers that letters stand for." : "The sum of two numbers.";
        Question.Frame frame = letters ? Variables.Form.MATH.frame() : new Question.Frame("\n", "1 +");
        return Question.task(new Question.Asked(name(), description, examples, shots), 1.0 / LARGEST, frame,
                letters ? Arithmetic::named : Arithmetic::plain, request);
    }

    private static Question named(SplittableRandom random) {
        List<Character> names = Draw.distinct(random, 26, NAMED).stream().map(i -> (char) ('a' + i)).toList();
        List<Integer> values = Stream.generate(() -> 1 + random.nextInt(LARGEST)).limit(NAMED - 1).toList();
        List<Integer> added = Draw.distinct(random, NAMED - 1, 2);
        Variables.Form form = Variables.Form.MATH;
        char sum = names.get(NAMED - 1);
        List<String> lines = List.of(form.assignment(names.get(0), values.get(0)), form.assignment(names.get(1), values.get(1)),
                form.assignment(names.get(2), values.get(2)),
                form.assignment(sum, names.get(added.get(0)) + "+" + names.get(added.get(1))));
        return new Question(form.prompt(lines, sum), values.get(added.get(0)) + values.get(added.get(1)));
    }

    private static Question plain(SplittableRandom random) {
        int first = 1 + random.nextInt(LARGEST);
        int second = 1 + random.nextInt(LARGEST);
        return new Question(first + " + " + second + " =", first + second);
    }
}
