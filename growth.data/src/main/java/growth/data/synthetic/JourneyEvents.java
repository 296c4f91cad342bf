package growth.data.synthetic;

import growth.data.synthetic.Lexicon.Noun;
import growth.data.synthetic.Lexicon.Place;
import growth.data.synthetic.World.Person;

/** Events of travel, weather and new acquaintances. */
final class JourneyEvents {
    private static final int LARGEST_CAST = 4;

    private JourneyEvents() {
    }

    static boolean walk(Telling t) {
        Place from = t.world().place();
        Place to = t.newPlace();
        t.world().goTo(to);
        String start = t.dice().chance(40) ? "from " + from.the() + " " : t.later();
        String scene = t.dice().chance(30) ? ", where " + scene(t) : "";
        t.say("%sthey %s to %s%s.", start, t.many("walk", "go", "run", "hurry", "wander", "come", "return"), to.the(), scene);
        t.narrator().about(null);
        return true;
    }

    private static String scene(Telling t) {
        return switch (t.dice().between(0, 3)) {
            case 0 -> English.a(t.word("animals")) + " " + t.does("sleep") + " in the sun";
            case 1 -> English.a(t.word("trades")) + " " + t.does("sing", "work", "wait", "wave");
            case 2 -> "it " + t.does("be") + " " + t.dice().pick("quiet", "cold", "warm", "dark", "bright", "dusty");
            default -> "nobody " + t.does("live", "work", "sing", "wait");
        };
    }

    static boolean meet(Telling t) {
        if (t.world().cast().size() >= LARGEST_CAST) {
            return false;
        }
        Person person = t.newPerson();
        t.world().enter(person);
        String wish = t.dice().pick("looking for", "waiting for", "dreaming of", "thinking about");
        t.say("%s they %s %s named %s who %s %s %s.", t.world().place().here(), t.many("meet"),
                English.a(t.word("natures") + " " + person.kind()), person.name(), t.does("be"), wish, English.a(t.word("treasures")));
        Noun noun = t.newThings();
        t.world().add(person, noun, t.dice().between(1, 9));
        t.say("%s %s %s.", person.name(), t.does("have"), t.counted(person, noun));
        t.narrator().about(person);
        return true;
    }

    static boolean weather(Telling t) {
        String[] pair = t.dice().pick(t.lexicon().causes());
        String cause = t.narrator().conjugate(pair[0]);
        String effect = t.narrator().conjugate(pair[1]);
        if (t.dice().chance(50)) {
            t.say("%s%s, so %s.", t.later(), cause, effect);
        } else {
            t.say("%s because %s.", effect, cause);
        }
        t.narrator().about(null);
        return true;
    }
}
