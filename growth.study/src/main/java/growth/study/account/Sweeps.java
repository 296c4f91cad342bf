package growth.study.account;

import growth.study.account.StudyRecords.ArmRecords;
import growth.study.account.Sweep.SweepPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts the arms that one setting tells apart in the order of that setting. */
final class Sweeps {
    /** The setting that says when a model grows. */
    static final String TIME_OF_GROWTH = "growth.schedule.at";

    private Sweeps() {
    }

    /**
     * Returns a sweep for each setting that is varied and each choice of the other settings that are.
     *
     * @param records arms in the order of the study
     * @param arms    their results
     * @param all     comparisons with the baseline
     */
    static List<Sweep> of(List<ArmRecords> records, List<ArmResult> arms, List<Comparison> all) {
        Map<String, List<ArmRecords>> groups = new LinkedHashMap<>();
        for (ArmRecords arm : records) {
            for (String path : arm.varied().keySet()) {
                Map<String, String> others = new TreeMap<>(arm.varied());
                others.remove(path);
                String name = arm.sweep() + ": " + path + (others.isEmpty() ? "" : " with " + words(others));
                groups.computeIfAbsent(name, n -> new ArrayList<>()).add(arm);
            }
        }
        List<Sweep> sweeps = new ArrayList<>();
        groups.forEach((name, group) -> {
            String path = name.substring(name.indexOf(": ") + 2).split(" with ", 2)[0];
            List<SweepPoint> points = group.stream().flatMap(arm -> point(arm, path, arms, all).stream())
                    .sorted(Comparator.comparingDouble(SweepPoint::x)).toList();
            if (points.size() > 1) {
                sweeps.add(new Sweep(name, path.equals(TIME_OF_GROWTH), points));
            }
        });
        return sweeps;
    }

    private static String words(Map<String, String> settings) {
        List<String> words = new ArrayList<>();
        settings.forEach((path, value) -> words.add(path + " " + value));
        return String.join(", ", words);
    }

    private static Optional<SweepPoint> point(ArmRecords arm, String path, List<ArmResult> arms, List<Comparison> all) {
        ArmResult result = arms.stream().filter(a -> a.name().equals(arm.name())).findFirst().orElseThrow();
        String value = arm.varied().get(path);
        double x = path.equals(TIME_OF_GROWTH) ? timeOfGrowth(result) : Numbers.parse(value);
        return all.stream().filter(c -> c.arm().equals(arm.name())).findFirst().map(c -> new SweepPoint(arm.name(), value, x,
                c.speedups().stream().filter(s -> s.axis() == Axis.FLOPS).findFirst().orElseThrow().ratio(), c.loss()));
    }

    /** Returns the share of the run's FLOPs at its first growth, as the mean over runs that ended; NaN if none grew. */
    private static double timeOfGrowth(ArmResult arm) {
        return arm.runs().stream().filter(run -> run.outcome() == Outcome.FINISHED)
                .flatMap(run -> arm.growths().stream().filter(g -> g.seed() == run.seed()).limit(1)
                        .map(g -> g.at().flops() / run.end().flops()))
                .mapToDouble(share -> share).average().orElse(Double.NaN);
    }
}
