package growth.data.synthetic;

import growth.data.synthetic.Lexicon.Noun;
import growth.data.synthetic.Lexicon.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The current truth of a story: who is there, who has what, what lies where. Everything the text says agrees with it. */
final class World {
    private final List<Person> cast = new ArrayList<>();
    private final Map<Person, Map<Noun, Integer>> purses = new LinkedHashMap<>();
    private final Map<Treasure, Person> holders = new LinkedHashMap<>();
    private final Map<Treasure, String> spots = new LinkedHashMap<>();
    private Place place;

    World(Place place) {
        this.place = place;
    }

    void enter(Person person) {
        cast.add(person);
        purses.put(person, new LinkedHashMap<>());
    }

    /** Returns whether somebody has that name. */
    boolean knowsPerson(String name) {
        return cast.stream().anyMatch(p -> p.name().equals(name));
    }

    List<Person> cast() {
        return cast;
    }

    /** Returns where everybody is. */
    Place place() {
        return place;
    }

    void goTo(Place other) {
        place = other;
    }

    /** Returns how many of them the person has. */
    int count(Person person, Noun noun) {
        return purses.get(person).getOrDefault(noun, 0);
    }

    /** Changes how many of them the person has, up or down. */
    void add(Person person, Noun noun, int change) {
        int count = count(person, noun) + change;
        if (count < 0) {
            throw new IllegalStateException(person + " cannot have " + count + " " + noun);
        }
        purses.get(person).put(noun, count);
    }

    /** Returns the things of which the person has at least one. */
    List<Noun> things(Person person) {
        return purses.get(person).entrySet().stream().filter(e -> e.getValue() > 0).map(Map.Entry::getKey).toList();
    }

    /** Returns all things the person has ever had, even if none is left. */
    List<Noun> remembered(Person person) {
        return List.copyOf(purses.get(person).keySet());
    }

    void hold(Treasure treasure, Person person) {
        spots.remove(treasure);
        holders.put(treasure, person);
    }

    void hide(Treasure treasure, String spot) {
        holders.remove(treasure);
        spots.put(treasure, spot);
    }

    /** Returns the treasures the person has. */
    List<Treasure> held(Person person) {
        return holders.entrySet().stream().filter(e -> e.getValue().equals(person)).map(Map.Entry::getKey).toList();
    }

    /** Returns the holder of each treasure that somebody has. */
    Map<Treasure, Person> holders() {
        return holders;
    }

    /** Returns the spot of each treasure that nobody has. */
    Map<Treasure, String> spots() {
        return spots;
    }

    /** Returns whether a treasure of that noun exists; a second one would be confused with it. */
    boolean knows(String noun) {
        return Stream.concat(holders.keySet().stream(), spots.keySet().stream()).anyMatch(t -> t.noun().equals(noun));
    }

    /**
     * Somebody in a story.
     *
     * @param name   the name, e.g. {@code Mia}
     * @param kind   what they are, e.g. {@code girl} or {@code fox}
     * @param female whether pronouns are she and her
     */
    record Person(String name, String kind, boolean female) {
        String she() {
            return female ? "she" : "he";
        }

        String her() {
            return female ? "her" : "his";
        }
    }

    /**
     * A thing there is only one of in a story.
     *
     * @param quality an adjective, which is repeated whenever the thing is introduced or asked for
     * @param noun    what it is
     */
    record Treasure(String quality, String noun) {
        /** Returns e.g. {@code red kite}. */
        String full() {
            return quality + " " + noun;
        }
    }
}
