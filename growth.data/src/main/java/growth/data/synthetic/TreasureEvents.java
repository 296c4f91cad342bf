package growth.data.synthetic;

import growth.data.synthetic.World.Person;
import growth.data.synthetic.World.Treasure;
import java.util.List;
import java.util.Map;

/** Events around unique things: each is with somebody or lies somewhere. */
final class TreasureEvents {
    private static final int MOST = 3;

    private TreasureEvents() {
    }

    static boolean find(Telling t) {
        if (t.world().holders().size() + t.world().spots().size() >= MOST) {
            return false;
        }
        Person finder = t.somebody();
        Treasure treasure = t.newTreasure();
        t.world().hold(treasure, finder);
        t.say("%s %s %s %s and %s it.", t.subject(finder), t.does("find", "discover", "notice", "see"), English.a(treasure.full()),
                t.word("spots"), t.does("keep", "take"));
        return true;
    }

    static boolean hide(Telling t) {
        Person holder = t.somebody();
        List<Treasure> held = t.world().held(holder);
        if (held.isEmpty()) {
            return false;
        }
        Treasure treasure = t.dice().pick(held);
        String spot = t.word("spots");
        t.world().hide(treasure, spot);
        t.say("%s %s the %s %s.", t.subject(holder), t.does("put", "hide", "leave", "forget"), name(t, treasure), spot);
        return true;
    }

    static boolean take(Telling t) {
        if (t.world().spots().isEmpty()) {
            return false;
        }
        Map.Entry<Treasure, String> lying = t.dice().pick(List.copyOf(t.world().spots().entrySet()));
        String spot = lying.getValue();
        Person taker = t.somebody();
        t.world().hold(lying.getKey(), taker);
        t.say("%s %s %s and %s the %s.", t.subject(taker), t.does("look"), spot, t.does("find"), name(t, lying.getKey()));
        if (t.dice().chance(60)) {
            t.say("now %s %s it.", t.narrator().subject(taker), t.does("have"));
        }
        return true;
    }

    static boolean give(Telling t) {
        Person giver = t.somebody();
        List<Treasure> held = t.world().held(giver);
        if (held.isEmpty()) {
            return false;
        }
        Treasure treasure = t.dice().pick(held);
        Person taker = t.other(giver);
        t.world().hold(treasure, taker);
        t.say("%s %s the %s to %s, who %s it.", t.subject(giver), t.does("give", "hand", "send"), name(t, treasure), taker.name(),
                t.does("love", "like", "need", "want"));
        return true;
    }

    static boolean swap(Telling t) {
        Person one = t.somebody();
        Person two = t.other(one);
        List<Treasure> ones = t.world().held(one);
        List<Treasure> twos = t.world().held(two);
        if (ones.isEmpty() || twos.isEmpty()) {
            return false;
        }
        Treasure given = t.dice().pick(ones);
        Treasure taken = t.dice().pick(twos);
        t.world().hold(given, two);
        t.world().hold(taken, one);
        t.say("%s %s %s %s for the %s of %s.", t.subject(one), t.does("swap"), one.her(), name(t, given), taken.noun(), two.name());
        t.say("now %s %s the %s and %s %s the %s.", two.name(), t.does("have"), given.noun(), one.name(), t.does("have"), taken.noun());
        t.narrator().about(null);
        return true;
    }

    /** Returns the thing with its adjective or without. */
    static String name(Telling t, Treasure treasure) {
        return t.dice().chance(50) ? treasure.full() : treasure.noun();
    }
}
