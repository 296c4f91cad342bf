package growth.data.synthetic;

import growth.data.synthetic.Lexicon.Noun;
import growth.data.synthetic.Lexicon.Place;
import growth.data.synthetic.World.Person;
import growth.data.synthetic.World.Treasure;
import java.util.List;
import java.util.Set;

/**
 * A story in the making.
 *
 * @param dice     chooses
 * @param lexicon  the words
 * @param world    what is true
 * @param narrator writes
 * @param said     what is not to be said twice
 */
record Telling(Dice dice, Lexicon lexicon, World world, Narrator narrator, Set<String> said) {
    /** Adds a sentence, complete but for its capital letter; every {@code %s} stands for the next of the words. */
    void say(String sentence, String... words) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (String word : words) {
            int gap = sentence.indexOf("%s", from);
            text.append(sentence, from, gap).append(word);
            from = gap + 2;
        }
        narrator.say(text.append(sentence, from, sentence.length()).toString());
    }

    /** Returns whether the story has not said that yet, and marks it as said. */
    boolean unsaid(String fact) {
        return said.add(fact);
    }

    /** Returns one of the verbs in the singular, in the story's tense. */
    String does(String... verbs) {
        return narrator.one(dice.pick(verbs));
    }

    /** Returns one of the verbs in the plural, in the story's tense. */
    String many(String... verbs) {
        return narrator.many(dice.pick(verbs));
    }

    /** Returns an entry of that section. */
    String word(String section) {
        return dice.pick(lexicon.words(section));
    }

    /** Returns a member of the cast; more often the hero, who came first, than another. */
    Person somebody() {
        return dice.chance(50) ? world.cast().get(0) : dice.pick(world.cast());
    }

    /** Returns another member of the cast. */
    Person other(Person person) {
        return dice.pick(world.cast().stream().filter(p -> !p.equals(person)).toList());
    }

    /** Returns the beginning of a sentence about the person, sometimes with a word that says when. */
    String subject(Person person) {
        return later() + narrator.subject(person);
    }

    /** Returns sometimes a word that says when, followed by a space. */
    String later() {
        return dice.chance(35) ? word("later") + " " : "";
    }

    /** Returns a treasure that this story does not have yet. */
    Treasure newTreasure() {
        String quality = word(dice.chance(60) ? "colours" : "qualities");
        String noun;
        do {
            noun = word("treasures");
        } while (world.knows(noun));
        return new Treasure(quality, noun);
    }

    /** Returns a place other than the current one. */
    Place newPlace() {
        Place place;
        do {
            place = dice.pick(lexicon.places());
        } while (place.equals(world.place()));
        return place;
    }

    /** Returns countable things: food or objects. */
    Noun newThings() {
        List<Noun> nouns = lexicon.nouns(dice.chance(50) ? "foods" : "objects");
        return dice.pick(nouns);
    }

    /** Returns how many of them the person has, in words, e.g. {@code three leaves}. */
    String counted(Person person, Noun noun) {
        return noun.counted(world.count(person, noun));
    }

    /** Returns somebody whose name nobody in the story has. */
    Person newPerson() {
        boolean female = dice.chance(50);
        String people = female ? "girls" : "boys";
        int kind = dice.between(0, 9);
        if (kind < 5) {
            return new Person(newName(people), female ? "girl" : "boy", female);
        }
        return kind < 7 ? new Person(newName(people), word("trades"), female) : new Person(newName("pets"), word("animals"), female);
    }

    private String newName(String section) {
        String name;
        do {
            name = word(section);
        } while (world.knowsPerson(name));
        return name;
    }
}
