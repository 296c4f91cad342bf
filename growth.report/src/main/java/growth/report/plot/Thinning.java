package growth.report.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Leaves out points that nobody would see: of each narrow stretch the first, the lowest, the highest and the last point stay. */
final class Thinning {
    private static final int KEPT = 4;

    private Thinning() {
    }

    /**
     * Returns at most that many points, among them the first, the last and all extremes; the points themselves if there are no more.
     *
     * @param spots by rising x
     * @param most  at least 4
     */
    static List<Spot> of(List<Spot> spots, int most) {
        if (spots.size() <= most) {
            return spots;
        }
        int stretches = most / KEPT;
        List<Spot> thinned = new ArrayList<>(most);
        for (int i = 0; i < stretches; i++) {
            thinned.addAll(stretch(spots.subList((int) ((long) spots.size() * i / stretches),
                    (int) ((long) spots.size() * (i + 1) / stretches))));
        }
        return thinned;
    }

    private static List<Spot> stretch(List<Spot> spots) {
        Comparator<Integer> byValue = Comparator.comparingDouble(i -> spots.get(i).y());
        List<Integer> drawn = Stream.iterate(0, i -> i + 1).limit(spots.size()).filter(i -> spots.get(i).drawn()).toList();
        Stream<Integer> extremes = drawn.isEmpty() ? Stream.empty()
                : Stream.of(drawn.stream().min(byValue).orElseThrow(), drawn.stream().max(byValue).orElseThrow());
        return Stream.concat(Stream.of(0, spots.size() - 1), extremes).distinct().sorted().map(spots::get).toList();
    }
}
