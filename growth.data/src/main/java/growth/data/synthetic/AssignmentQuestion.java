package growth.data.synthetic;

import growth.data.synthetic.Anthology.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Variable assignment, one of the reasoning primitives of Saunshi et al. 2024, "On the Inductive Bias of Stacking Towards Improving
 * Reasoning", appendix B: five variables with values from 1 to 25, as equations or as a program. At depth 0 one of them is asked for; at
 * depth 1 each has an alias, and an alias is asked for.
 */
final class AssignmentQuestion implements Piece {
    private static final int VARIABLES = 5;
    private static final int LARGEST = 25;
    private static final List<String> LETTERS = IntStream.rangeClosed('a', 'z').mapToObj(Character::toString).toList();

    @Override
    public String write(Dice dice, Lexicon lexicon) {
        boolean program = dice.chance(50);
        boolean aliased = dice.chance(50);
        String equals = program ? " = " : "=";
        List<String> letters = dice.several(LETTERS, 2 * VARIABLES);
        List<String> names = letters.subList(0, VARIABLES);
        List<String> lines = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        for (String name : names) {
            int value = dice.between(1, LARGEST);
            values.add(value);
            lines.add(name + equals + value);
        }
        int asked = dice.between(0, VARIABLES - 1);
        String question = names.get(asked);
        if (aliased) {
            List<String> aliases = letters.subList(VARIABLES, 2 * VARIABLES);
            List<String> assignments = IntStream.range(0, VARIABLES).mapToObj(i -> aliases.get(i) + equals + names.get(i)).toList();
            lines.addAll(dice.shuffled(assignments));
            question = aliases.get(asked);
        }
        String body = String.join("\n", lines);
        return (program ? program(body, question) : equations(body, question)) + " " + values.get(asked) + "\n";
    }

    private static String equations(String body, String variable) {
        return "The following is a set of simple mathematical equations.\n\n" + body + "\nWhat is the numerical value of " + variable
                + "?\nAnswer:";
    }

    private static String program(String body, String variable) {
        return "The following is a very short Python program. Use the program to resolve the value of the variable in the question.\n"
                + "Program:\n" + body + "\n\nQuestion:\nWhat is the value of " + variable + "?\nAnswer:";
    }
}
