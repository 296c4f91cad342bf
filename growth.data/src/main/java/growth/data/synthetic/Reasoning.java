package growth.data.synthetic;

import growth.data.synthetic.Anthology.Piece;
import java.util.ArrayList;
import java.util.List;

/** Small conclusions: what follows from a rule and a fact, or who is first or last in an order. */
final class Reasoning implements Piece {
    private record Order(String comparative, String first, String last) {
        private static Order of(String entry) {
            String[] words = entry.split("/");
            return new Order(words[0], words[1], words[2]);
        }
    }

    @Override
    public String write(Dice dice, Lexicon lexicon) {
        return dice.chance(50) ? conclusion(dice, lexicon) : order(dice, lexicon);
    }

    private static String conclusion(Dice dice, Lexicon lexicon) {
        boolean female = dice.chance(50);
        String name = dice.pick(lexicon.words(female ? "girls" : "boys"));
        int rules = dice.between(2, 4);
        List<String> conditions = dice.several(lexicon.words("conditions"), rules);
        List<String> actions = dice.several(lexicon.words("actions"), rules);
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            String who = i == 0 ? name : female ? "she" : "he";
            sentences.add("If " + conditions.get(i) + ", " + who + " " + actions.get(i) + ".");
        }
        int fact = dice.between(0, rules - 1);
        sentences.add("Today " + conditions.get(fact) + ".");
        if (dice.chance(50)) {
            sentences.add("What does " + name + " do?");
            sentences.add((female ? "She " : "He ") + actions.get(fact) + ".");
        } else {
            sentences.add("So " + name + " " + actions.get(fact) + " because " + conditions.get(fact) + ".");
        }
        return String.join(" ", sentences) + "\n";
    }

    private static String order(Dice dice, Lexicon lexicon) {
        List<String> all = new ArrayList<>(lexicon.words("girls"));
        all.addAll(lexicon.words("boys"));
        List<String> names = dice.several(all, dice.between(3, 4));
        Order order = Order.of(dice.pick(lexicon.words("orders")));
        List<String> comparisons = new ArrayList<>();
        for (int i = 0; i + 1 < names.size(); i++) {
            comparisons.add(names.get(i) + " is " + order.comparative() + " than " + names.get(i + 1) + ".");
        }
        List<String> sentences = new ArrayList<>(dice.shuffled(comparisons));
        boolean first = dice.chance(50);
        String superlative = first ? order.first() : order.last();
        sentences.add("Who is the " + superlative + "?");
        sentences.add(names.get(first ? 0 : names.size() - 1) + " is the " + superlative + ".");
        return String.join(" ", sentences) + "\n";
    }
}
