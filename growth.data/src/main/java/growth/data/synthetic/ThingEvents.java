package growth.data.synthetic;

import growth.data.synthetic.Lexicon.Noun;
import growth.data.synthetic.World.Person;
import java.util.List;

/** Events around countable things; the numbers always add up. */
final class ThingEvents {
    private static final int MOST = 20;

    private ThingEvents() {
    }

    static boolean find(Telling t) {
        Person finder = t.somebody();
        Noun noun = t.dice().chance(60) ? t.dice().pick(t.world().remembered(finder)) : t.newThings();
        int before = t.world().count(finder, noun);
        int found = t.dice().between(1, 6);
        if (before + found > MOST) {
            return false;
        }
        t.world().add(finder, noun, found);
        boolean more = before > 0 && t.dice().chance(60);
        String what = more ? English.number(found) + " more " + noun.forCount(found) : noun.counted(found);
        if (t.dice().chance(50)) {
            t.say("%s %s %s %s.", t.subject(finder), t.does("find", "discover", "spot"), what, t.word("spots"));
        } else {
            t.say("%s %s %s.", t.subject(finder), t.does("get", "buy", "receive"), what);
        }
        if (before > 0 || t.dice().chance(20)) {
            t.say("now %s %s %s.", t.narrator().subject(finder), t.does("have"), t.counted(finder, noun));
        }
        return true;
    }

    static boolean give(Telling t) {
        Person giver = t.somebody();
        List<Noun> owned = t.world().things(giver);
        if (owned.isEmpty()) {
            return false;
        }
        Noun noun = t.dice().pick(owned);
        Person taker = t.other(giver);
        int given = t.dice().between(1, Math.min(4, t.world().count(giver, noun)));
        if (t.world().count(taker, noun) + given > MOST) {
            return false;
        }
        t.world().add(giver, noun, -given);
        t.world().add(taker, noun, given);
        if (t.dice().chance(50)) {
            t.say("%s %s %s to %s.", t.subject(giver), t.does("give"), noun.counted(given), taker.name());
        } else {
            t.say("%s %s %s %s.", t.subject(giver), t.does("give", "hand", "bring"), taker.name(), noun.counted(given));
        }
        if (t.dice().chance(30)) {
            String thanks = t.dice().pick("Thank you", "How kind", "Thanks a lot", "Oh, thank you");
            t.say("\"%s,\" %s %s.", thanks, t.does("say"), taker.name());
            t.narrator().about(taker);
        }
        if (t.dice().chance(70)) {
            t.say("now %s %s %s and %s %s %s.", giver.name(), t.does("have"), t.counted(giver, noun), taker.name(), t.does("have"),
                    English.number(t.world().count(taker, noun)));
            t.narrator().about(null);
        }
        return true;
    }

    static boolean eat(Telling t) {
        Person eater = t.somebody();
        List<Noun> foods = t.world().things(eater).stream().filter(t.lexicon().nouns("foods")::contains).toList();
        if (foods.isEmpty()) {
            return false;
        }
        Noun noun = t.dice().pick(foods);
        int eaten = take(t, eater, noun);
        t.say("%s %s %s%s.", t.subject(eater), t.does("eat"), noun.counted(eaten), left(t, eater, noun));
        return true;
    }

    static boolean lose(Telling t) {
        Person loser = t.somebody();
        List<Noun> owned = t.world().things(loser);
        if (owned.isEmpty()) {
            return false;
        }
        Noun noun = t.dice().pick(owned);
        int lost = take(t, loser, noun);
        String how = t.dice().pick(" on the way", " in the water", " in the dark", " in the crowd", "");
        t.say("%s %s %s%s%s.", t.subject(loser), t.does("lose", "drop", "forget"), noun.counted(lost), how, left(t, loser, noun));
        return true;
    }

    private static int take(Telling t, Person person, Noun noun) {
        int taken = t.dice().between(1, Math.min(3, t.world().count(person, noun)));
        t.world().add(person, noun, -taken);
        return taken;
    }

    private static String left(Telling t, Person person, Noun noun) {
        int count = t.world().count(person, noun);
        if (count == 0) {
            return ", so none " + t.many("be") + " left";
        }
        String only = t.dice().chance(50) ? "only " : "";
        return ", so " + only + English.number(count) + " " + (count == 1 ? t.does("be") : t.many("be")) + " left";
    }
}
