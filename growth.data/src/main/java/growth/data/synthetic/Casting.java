package growth.data.synthetic;

/** Chooses who takes part in a story. */
final class Casting {
    private Casting() {
    }

    /** @return somebody whose name nobody in the story has */
    static Person person(Telling t) {
        boolean female = t.dice().chance(50);
        String people = female ? "girls" : "boys";
        int kind = t.dice().between(0, 9);
        if (kind < 5) {
            return new Person(name(t, people), female ? "girl" : "boy", female);
        }
        if (kind < 7) {
            return new Person(name(t, people), t.word("trades"), female);
        }
        return new Person(name(t, "pets"), t.word("animals"), female);
    }

    private static String name(Telling t, String section) {
        String name;
        do {
            name = t.word(section);
        } while (t.world().knowsPerson(name));
        return name;
    }
}
