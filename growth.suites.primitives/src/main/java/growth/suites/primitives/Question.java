package growth.suites.primitives;

import growth.api.suite.SuiteExample;
import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteTask;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A question in text, as it is written among others.
 *
 * @param prompt what is asked, to the colon or sign behind which the answer stands
 * @param answer the number that is right
 */
record Question(String prompt, int answer) {
    /** What separates questions, and how the next one begins. */
    record Frame(String separator, String next) {
    }

    private String solution() {
        return " " + answer;
    }

    /**
     * Declares a task of questions. The question that is asked is drawn before the shots, so it is the same with any number of them.
     *
     * @param asked  name and description
     * @param chance the share that is right by chance
     * @param frame  how questions follow each other
     * @param drawn  draws a question
     */
    static SuiteTask task(Asked asked, double chance, Frame frame, Function<SplittableRandom, Question> drawn, SuiteRequest request) {
        List<SuiteExample> examples = IntStream.range(0, asked.examples()).<SuiteExample>mapToObj(i -> {
            SplittableRandom random = request.generator(asked.name(), i);
            Question question = drawn.apply(random);
            List<String> shots = Stream.generate(() -> drawn.apply(random)).limit(asked.shots())
                    .map(shot -> shot.prompt + shot.solution() + frame.separator).toList();
            return new SuiteExample.Text(shots, question.prompt, question.solution(), frame.separator + frame.next);
        }).toList();
        return new SuiteTask(asked.name(), asked.description(), OptionalDouble.of(chance), examples);
    }

    /**
     * What a task asks for.
     *
     * @param name        its name
     * @param description in one sentence
     * @param examples    how many
     * @param shots       solved examples before each
     */
    record Asked(String name, String description, int examples, int shots) {
    }
}
