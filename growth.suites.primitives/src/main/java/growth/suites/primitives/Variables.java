package growth.suites.primitives;

import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Variable assignment. Of the paper: the texts of both forms, 5 letters with integers from 1 to 25, at depth 1 five more letters that stand
 * for them one to one, of which one is asked; answers by exact match after 5 shots; chance 20 %. Not in the paper, ours: values are
 * distinct, so that chance is 1/5 to the digit; lines of a depth stand in random order; depth 2 has five letters more, for those
 * of depth 1; a blank line separates shots.
 *
 * @param form  how assignments are written
 * @param depth steps from the letter that is asked to the one with the number, 0 to 2
 */
record Variables(Form form, int depth) implements Primitive {
    private static final int LETTERS = 5;
    private static final int LARGEST = 25;
    private static final int DEEPEST = 2;

    /** How assignments are written. */
    enum Form {
        /** Equations. */
        MATH("The following is a set of simple mathematical equations.\n\n", "=", "\nWhat is the numerical value of ", "?\nAnswer:"),
        /** A program. */
        CODE("The following is a very short Python program. Use the program to resolve the value of the variable in the question.\n"
                + "Program:\n", " = ", "\n\nQuestion:\nWhat is the value of ", "?\nAnswer:");

        private final String header;
        private final String assigned;
        private final String question;
        private final String end;

        Form(String header, String assigned, String question, String end) {
            this.header = header;
            this.assigned = assigned;
            this.question = question;
            this.end = end;
        }

        String assignment(char letter, Object value) {
            return letter + assigned + value;
        }

        /** Returns the question for a letter's value. */
        String prompt(List<String> assignments, char letter) {
            return header + String.join("\n", assignments) + question + letter + end;
        }

        /** Returns how questions follow each other. */
        Question.Frame frame() {
            return new Question.Frame("\n\n", header.substring(0, header.indexOf('.')));
        }
    }

    /** Returns the tasks of all forms and depths. */
    static Stream<Variables> all() {
        return Arrays.stream(Form.values())
                .flatMap(form -> IntStream.rangeClosed(0, DEEPEST).mapToObj(depth -> new Variables(form, depth)));
    }

    @Override
    public String name() {
        return "variable-" + (form == Form.MATH ? "math" : "code") + "-" + depth;
    }

    @Override
    public SuiteTask declare(SuiteRequest request, int examples, int shots) {
        String steps = depth == 0 ? "directly" : depth == 1 ? "over one other" : "over two others";
        String description = "The value of a variable that is given " + steps + ", in " + (form == Form.MATH ? "equations" : "a program")
                + ".";
        return Question.task(new Question.Asked(name(), description, examples, shots), 1.0 / LETTERS, form.frame(), this::question,
                request);
    }

    private Question question(SplittableRandom random) {
        List<Integer> letters = Draw.distinct(random, 26, LETTERS * (depth + 1));
        List<Integer> values = Draw.distinct(random, LARGEST, LETTERS);
        List<String> lines = new ArrayList<>();
        for (int level = 0; level <= depth; level++) {
            for (int i : Draw.distinct(random, LETTERS, LETTERS)) {
                char letter = letter(letters, level * LETTERS + i);
                lines.add(level == 0 ? form.assignment(letter, values.get(i) + 1)
                        : form.assignment(letter, letter(letters, (level - 1) * LETTERS + i)));
            }
        }
        int asked = random.nextInt(LETTERS);
        return new Question(form.prompt(lines, letter(letters, depth * LETTERS + asked)), values.get(asked) + 1);
    }

    private static char letter(List<Integer> letters, int index) {
        return (char) ('a' + letters.get(index));
    }
}
