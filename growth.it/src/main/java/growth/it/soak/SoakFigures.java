package growth.it.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a soak has measured, told as it goes, and written down at its end where a property names a folder for that. */
final class SoakFigures {
    private final SoakPlan plan;
    private final long begin = System.nanoTime();
    private final List<Footprint> footprints = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    SoakFigures(SoakPlan plan) {
        this.plan = plan;
    }

    /** Adds what a round has left. */
    void add(Soak soak, long trainingSteps, Footprint footprint) throws IOException {
        footprints.add(footprint);
        double seconds = (System.nanoTime() - begin) / 1e9;
        lines.add(String.format(Locale.ROOT, "%d,%d,%d,%.1f,%d,%s", soak.deployed(), soak.steps().size(), soak.failures().size(), seconds,
                trainingSteps, footprint.line()));
        System.out.printf(Locale.ROOT, "soak: %,d of %,d deployed and used in %.0f s, %d moves, %d failed, training at step %,d; %s%n",
                soak.deployed(), plan.deployments(), seconds, soak.steps().size(), soak.failures().size(), trainingSteps, footprint);
        write(soak.steps());
    }

    /** Returns the footprint after the first round, when everything has been used once. */
    Footprint first() {
        return footprints.get(0);
    }

    Footprint last() {
        return footprints.get(footprints.size() - 1);
    }

    /** Tells how long it took from drop to usable. */
    void tell(List<SoakStep> steps) {
        tell("from drop to usable", steps, SoakStep::deploys);
        tell("from deletion to gone", steps, step -> step.move() == Move.REMOVE);
    }

    /** Writes what there is so far: a soak of hours is looked at while it runs. */
    private void write(List<SoakStep> steps) throws IOException {
        String out = System.getProperty("growth.soak.out", "");
        if (!out.isEmpty()) {
            Path folder = Files.createDirectories(Path.of(out));
            Files.write(folder.resolve("footprints.csv"), (Iterable<String>) Stream.concat(
                    Stream.of("deployed,moves,failed,seconds,training_steps," + Footprint.HEADER), lines.stream())::iterator);
            Files.write(folder.resolve("moves.csv"), (Iterable<String>) Stream.concat(Stream.of(SoakStep.HEADER),
                    steps.stream().map(SoakStep::line))::iterator);
        }
    }

    private static void tell(String what, List<SoakStep> steps, Predicate<SoakStep> which) {
        double[] seconds = steps.stream().filter(which).mapToDouble(SoakStep::seconds).sorted().toArray();
        if (seconds.length > 0) {
            System.out.printf(Locale.ROOT, "soak: %s %.2f s in the median, %.2f s at the 99th percentile, %.2f s at most (%d times)%n",
                    what, quantile(seconds, 0.5), quantile(seconds, 0.99), quantile(seconds, 1), seconds.length);
        }
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
