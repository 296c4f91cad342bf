package growth.runtime.suite;

import java.util.List;

/**
 * An example as tokens.
 *
 * @param right  the answer that is right
 * @param others wrong ones; none if it is no multiple choice
 */
record Asked(Answer right, List<Answer> others) {
    Asked {
        others = List.copyOf(others);
    }

    /** Returns the tokens of the longest text. */
    int longest() {
        return Math.max(right.tokens().length, others.stream().mapToInt(answer -> answer.tokens().length).max().orElse(0));
    }
}
