package growth.data.synthetic;

import growth.data.synthetic.Lexicon.Noun;
import growth.data.synthetic.Lexicon.Place;
import growth.data.synthetic.World.Person;
import growth.data.synthetic.World.Treasure;
import java.util.List;
import java.util.Map;

/** Lets people say, feel and know something; all of it is true. */
final class TalkEvents {
    private TalkEvents() {
    }

    static boolean askWhere(Telling t) {
        if (t.world().spots().isEmpty()) {
            return false;
        }
        Map.Entry<Treasure, String> lying = t.dice().pick(List.copyOf(t.world().spots().entrySet()));
        Person asker = t.somebody();
        return ask(t, asker, t.other(asker), "Where is the " + lying.getKey().noun() + "?", "It is " + lying.getValue());
    }

    static boolean askWho(Telling t) {
        if (t.world().holders().isEmpty()) {
            return false;
        }
        Map.Entry<Treasure, Person> held = t.dice().pick(List.copyOf(t.world().holders().entrySet()));
        Person holder = held.getValue();
        Person asker = t.other(holder);
        Person answerer = t.other(asker);
        String who = answerer.equals(holder) ? "I have it" : holder.name() + " has it";
        return ask(t, asker, answerer, "Who has the " + held.getKey().noun() + "?", who);
    }

    static boolean askCount(Telling t) {
        Person asked = t.somebody();
        Noun noun = t.dice().pick(t.world().remembered(asked));
        return ask(t, t.other(asked), asked, "How many " + noun.plural() + " do you have?", "I have " + t.counted(asked, noun));
    }

    private static boolean ask(Telling t, Person asker, Person answerer, String question, String answer) {
        if (!t.unsaid(question + answer)) {
            return false;
        }
        t.say("\"%s\" %s %s.", question, t.does("ask"), asker.name());
        t.say("\"%s,\" %s %s.", answer, t.does("say"), answerer.name());
        t.narrator().about(answerer);
        return true;
    }

    static boolean suggest(Telling t) {
        Place to = t.newPlace();
        t.world().goTo(to);
        String wish = t.dice().pick("Let us go to", "Come with me to", "I want to see");
        t.say("\"%s %s,\" %s %s.", wish, to.the(), t.does("say"), t.somebody().name());
        t.say("so they %s to %s.", t.many("go", "walk", "run", "hurry"), to.the());
        t.narrator().about(null);
        return true;
    }

    static boolean feel(Telling t) {
        Person person = t.somebody();
        String belongings = belongings(t, person);
        if (!t.unsaid(person.name() + " feels " + belongings)) {
            return false;
        }
        String mood = belongings.startsWith("no ") ? t.dice().pick("sad", "unhappy", "angry") : t.dice().pick("happy", "proud", "glad");
        t.say("%s %s %s because %s %s %s.", t.narrator().subject(person), t.does("be", "feel"), mood, person.she(), t.does("have"),
                belongings);
        return true;
    }

    static boolean mention(Telling t) {
        Person person = t.somebody();
        String belongings = belongings(t, person);
        if (!t.unsaid(person.name() + " who has " + belongings)) {
            return false;
        }
        t.say("%s%s, who %s %s, %s.", t.later(), person.name(), t.does("have"), belongings, t.does("laugh", "smile", "sing", "rest"));
        t.narrator().about(person);
        return true;
    }

    static boolean believe(Telling t) {
        if (t.world().spots().isEmpty()) {
            return false;
        }
        Map.Entry<Treasure, String> lying = t.dice().pick(List.copyOf(t.world().spots().entrySet()));
        Person person = t.somebody();
        if (!t.unsaid(person.name() + " knows " + lying)) {
            return false;
        }
        t.say("%s %s that the %s %s%s %s.", t.narrator().subject(person), t.does("know", "think", "see"), lying.getKey().noun(),
                t.dice().pick("", "still "), t.does("be"), lying.getValue());
        return true;
    }

    /** Returns something the person has now, in words. */
    private static String belongings(Telling t, Person person) {
        List<Treasure> held = t.world().held(person);
        if (!held.isEmpty() && t.dice().chance(50)) {
            return "the " + TreasureEvents.name(t, t.dice().pick(held));
        }
        return t.counted(person, t.dice().pick(t.world().remembered(person)));
    }
}
