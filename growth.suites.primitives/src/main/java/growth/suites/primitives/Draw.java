package growth.suites.primitives;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random draws. */
final class Draw {
    private Draw() {
    }

    /** Draws numbers from 0 to {@code bound - 1}, no two alike, in random order: the beginning of a shuffle (Fisher and Yates). */
    static List<Integer> distinct(SplittableRandom random, int bound, int count) {
        List<Integer> all = IntStream.range(0, bound).boxed().collect(Collectors.toCollection(ArrayList::new));
        for (int i = 0; i < count; i++) {
            int other = i + random.nextInt(bound - i);
            Integer drawn = all.get(other);
            all.set(other, all.get(i));
            all.set(i, drawn);
        }
        return List.copyOf(all.subList(0, count));
    }
}
