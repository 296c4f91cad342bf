package growth.data.synthetic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random choices. {@link Random} is specified to the bit, so that a seed gives the same stories on every machine. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed);
    }

    /** Returns a number from {@code least} to {@code most}. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Returns true in that share of the cases. */
    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Returns one of {@code from}. */
    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Returns one of {@code from}. */
    String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    /** Returns {@code count} different ones in random order. */
    <T> List<T> several(List<T> from, int count) {
        List<T> rest = new ArrayList<>(from);
        List<T> chosen = new ArrayList<>();
        while (chosen.size() < count) {
            chosen.add(rest.remove(random.nextInt(rest.size())));
        }
        return chosen;
    }

    /** Returns a copy in random order. */
    <T> List<T> shuffled(List<T> from) {
        List<T> shuffled = new ArrayList<>(from);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }
}
