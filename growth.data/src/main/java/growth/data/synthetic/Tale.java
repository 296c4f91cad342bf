package growth.data.synthetic;

import growth.data.synthetic.Anthology.Piece;
import growth.data.synthetic.Lexicon.Noun;
import growth.data.synthetic.Lexicon.Place;
import growth.data.synthetic.Lexicon.Tense;
import growth.data.synthetic.World.Person;
import growth.data.synthetic.World.Treasure;
import java.util.HashSet;
import java.util.List;

/** A story: who is where and has what, things that happen, and questions about how it ended. */
final class Tale implements Piece {
    /** What comes twice happens more often. */
    private static final List<Event> EVENTS = List.of(
            ThingEvents::find, ThingEvents::give, ThingEvents::give, ThingEvents::eat, ThingEvents::lose,
            TreasureEvents::find, TreasureEvents::hide, TreasureEvents::hide, TreasureEvents::take, TreasureEvents::give,
            TreasureEvents::swap,
            JourneyEvents::walk, JourneyEvents::meet, JourneyEvents::weather,
            TalkEvents::askWhere, TalkEvents::askWho, TalkEvents::askCount, TalkEvents::suggest, TalkEvents::feel, TalkEvents::mention,
            TalkEvents::believe);

    @Override
    public String write(Dice dice, Lexicon lexicon) {
        Narrator narrator = new Narrator(lexicon, dice.chance(75) ? Tense.PAST : Tense.PRESENT);
        Telling telling = new Telling(dice, lexicon, new World(dice.pick(lexicon.places())), narrator, new HashSet<>());
        open(telling);
        for (int events = dice.between(4, 9); events > 0; events--) {
            happen(telling);
        }
        narrator.paragraph();
        for (int questions = dice.between(1, 3); questions > 0; questions--) {
            Questions.ask(telling);
        }
        narrator.paragraph();
        return narrator.text();
    }

    /** Tries one after the other until one is possible; walking always is. */
    private static void happen(Telling telling) {
        boolean happened = false;
        while (!happened) {
            happened = telling.dice().pick(EVENTS).happen(telling);
        }
    }

    private static void open(Telling t) {
        Person hero = t.newPerson();
        t.world().enter(hero);
        String who = English.a(t.word("natures") + " " + hero.kind()) + " named " + hero.name();
        String when = t.narrator().tense() == Tense.PAST ? t.word("times") + " " : "";
        Place place = t.world().place();
        if (t.dice().chance(50)) {
            t.say("%s%s %s %s.", when, who, t.does("be", "sit", "wait", "play", "rest"), place.here());
        } else {
            t.say("%sthere %s %s who %s near %s.", when, t.does("be"), who, t.does("live", "work", "stay"), place.the());
        }
        t.narrator().about(hero);
        introduceBelongings(t, hero);
        Person friend = t.newPerson();
        t.world().enter(friend);
        t.say("%s %s %s, %s who %s %s, %s there too.", hero.her(), t.dice().pick("friend", "neighbour", "cousin"), friend.name(),
                English.a(friend.kind()), t.does("like", "love", "know"), t.newPlace().the(), t.does("be"));
        t.narrator().about(friend);
        introduceBelongings(t, friend);
    }

    private static void introduceBelongings(Telling t, Person person) {
        Noun noun = t.newThings();
        t.world().add(person, noun, t.dice().between(1, 9));
        String more = "";
        if (t.dice().chance(60)) {
            Treasure treasure = t.newTreasure();
            t.world().hold(treasure, person);
            more = " and " + English.a(treasure.full());
        }
        t.say("%s %s %s%s.", t.narrator().subject(person), t.does("have"), t.counted(person, noun), more);
    }

    /** Something that may happen in a story: it changes the world and says so. */
    interface Event {
        /** Makes it happen if it can; otherwise neither the world nor the text changes. */
        boolean happen(Telling telling);
    }
}
