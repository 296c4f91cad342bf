package growth.data.synthetic;

import growth.data.synthetic.Anthology.Piece;
import growth.data.synthetic.Lexicon.Noun;
import growth.data.synthetic.World.Person;
import java.util.ArrayList;
import java.util.List;

/** A little problem in numbers: "Mia had 3 apples. She got 2 more. Now she has 5 apples." */
final class CountingProblem implements Piece {
    @Override
    public String write(Dice dice, Lexicon lexicon) {
        boolean female = dice.chance(50);
        Person person = new Person(dice.pick(lexicon.words(female ? "girls" : "boys")), "child", female);
        Noun noun = dice.pick(lexicon.nouns(dice.chance(50) ? "foods" : "objects"));
        List<String> sentences = new ArrayList<>();
        int count = start(dice, person, noun, sentences);
        int steps = dice.between(1, 3);
        for (int step = 0; step < steps; step++) {
            count += step(dice, lexicon, person, noun, count, sentences);
        }
        if (dice.chance(50)) {
            sentences.add("Now " + person.she() + " has " + digits(count, noun) + ".");
        } else {
            sentences.add("How many " + noun.plural() + " does " + person.she() + " have now?");
            sentences.add(English.capital(person.she()) + " has " + digits(count, noun) + ".");
        }
        return String.join(" ", sentences) + "\n";
    }

    private static int start(Dice dice, Person person, Noun noun, List<String> sentences) {
        if (dice.chance(70)) {
            int count = dice.between(1, 20);
            sentences.add(person.name() + " had " + digits(count, noun) + ".");
            return count;
        }
        int boxes = dice.between(2, 5);
        int each = dice.between(2, 6);
        String box = dice.pick("box", "bag", "basket");
        sentences.add(person.name() + " had " + digits(boxes, Noun.of(box)) + " with " + digits(each, noun) + " in each, so " + person.she()
                + " had " + digits(boxes * each, noun) + ".");
        return boxes * each;
    }

    /** Returns the change of the number. */
    private static int step(Dice dice, Lexicon lexicon, Person person, Noun noun, int count, List<String> sentences) {
        String subject = English.capital(person.she());
        if (count == 0 || dice.chance(55)) {
            int more = dice.between(1, 9);
            sentences.add(subject + " " + dice.pick("got", "found", "bought") + " " + more + " more.");
            return more;
        }
        int less = dice.between(1, Math.min(9, count));
        String name = dice.pick(lexicon.words("boys").stream().filter(n -> !n.equals(person.name())).toList());
        sentences.add(switch (dice.between(0, 2)) {
            case 0 -> subject + " gave " + less + " of them to " + name + ".";
            case 1 -> subject + " lost " + less + " of them.";
            default -> subject + " sold " + less + " of them.";
        });
        return -less;
    }

    private static String digits(int count, Noun noun) {
        return count + " " + noun.forCount(count);
    }
}
