package growth.data.synthetic;

import growth.data.synthetic.Lexicon.Noun;
import growth.data.synthetic.Lexicon.Tense;
import growth.data.synthetic.World.Person;
import growth.data.synthetic.World.Treasure;
import java.util.List;
import java.util.Map;

/** Asks at a story's end for something that the story decides, and answers. */
final class Questions {
    private Questions() {
    }

    static void ask(Telling t) {
        List<Map.Entry<Treasure, Person>> held = List.copyOf(t.world().holders().entrySet());
        List<Map.Entry<Treasure, String>> lying = List.copyOf(t.world().spots().entrySet());
        int kind = t.dice().between(0, 5);
        if (kind == 0) {
            ask(t, "where " + t.many("be") + " they", "they " + t.many("be") + " " + t.world().place().here());
        } else if (kind <= 2 && !held.isEmpty()) {
            Map.Entry<Treasure, Person> one = t.dice().pick(held);
            ask(t, "who " + t.does("have") + " the " + one.getKey().full(), one.getValue().name() + " " + t.does("have") + " it");
        } else if (kind <= 3 && !lying.isEmpty()) {
            Map.Entry<Treasure, String> one = t.dice().pick(lying);
            ask(t, "where " + t.does("be") + " the " + one.getKey().full(), "it " + t.does("be") + " " + one.getValue());
        } else {
            howMany(t);
        }
    }

    private static void howMany(Telling t) {
        Person person = t.dice().pick(t.world().cast());
        Noun noun = t.dice().pick(t.world().remembered(person));
        String does = t.narrator().tense() == Tense.PAST ? "did" : "does";
        ask(t, "how many " + noun.plural() + " " + does + " " + person.name() + " have",
                person.she() + " " + t.does("have") + " " + t.counted(person, noun));
    }

    /** Asks what has not been asked yet. */
    private static void ask(Telling t, String question, String answer) {
        if (t.unsaid(question)) {
            t.say("%s at the end?", question);
            t.say("%s.", answer);
        }
    }
}
