package growth.runtime.run;

import growth.api.options.Option;
import growth.api.options.Options;
import growth.parallel.session.LocalSteps;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The section {@code data-parallel}: the processes, called ranks, that train a run together.
 *
 * @param ranks         number of processes, 1 for a run that one trains alone
 * @param mode          how they keep one model
 * @param localSteps    steps that a rank makes alone in mode local; empty: {@link LocalSteps#USUAL}
 * @param outerLr       learning rate of the outer step in mode local; empty likewise
 * @param outerMomentum Nesterov momentum of the outer step in mode local; empty likewise
 */
public record DataParallel(
        @Option(description = "number of processes (ranks) that train the run together, each on its part of every batch; must divide"
                + " training.accumulation, or training.batch if it is larger than that; each is started with growth train --rank",
                defaultValue = "1", atLeast = 1) int ranks,
        @Option(description = "whether gradients are summed over all ranks in every step, as if one process trained (synchronous), or each"
                + " rank makes local-steps steps alone before the ranks average what they learned (local)", defaultValue = "synchronous")
        Mode mode,
        @Option(description = "steps of a rank between two averages; for mode local; if absent, 50", atLeast = 1)
        Optional<Integer> localSteps,
        @Option(description = "learning rate of the step that is made with the averaged difference; for mode local; if absent, 0.7",
                above = 0) Optional<Double> outerLr,
        @Option(description = "Nesterov momentum of the step that is made with the averaged difference; for mode local; if absent, 0.9;"
                + " 0, with outer-lr 1, for a run of a few dozen averages",
                atLeast = 0, below = 1) Optional<Double> outerMomentum) {
    /** The section's name. */
    public static final String SECTION = "data-parallel";
    /** A run that one process trains. */
    public static final DataParallel ALONE = new DataParallel(1, Mode.SYNCHRONOUS, Optional.empty(), Optional.empty(), Optional.empty());

    /** How ranks keep one model. */
    public enum Mode {
        /** Gradients are summed over all ranks in every step. */
        SYNCHRONOUS,
        /** Every rank makes steps alone, between which the ranks average (Douillard et al. 2023). */
        LOCAL
    }

    public DataParallel {
        if (mode == Mode.SYNCHRONOUS) {
            refuse("local-steps", localSteps);
            refuse("outer-lr", outerLr);
            refuse("outer-momentum", outerMomentum);
        } else if (ranks == 1) {
            throw Options.refused("mode", "one rank has nobody to average with; write ranks: 2 or more, or leave mode out");
        }
    }

    private static void refuse(String option, Optional<?> value) {
        if (value.isPresent()) {
            throw Options.refused(option, "it belongs to mode local, and the mode is synchronous; leave it out, or write mode: local");
        }
    }

    /** Returns the settings of mode local; empty in mode synchronous. */
    public Optional<LocalSteps> local() {
        return mode == Mode.LOCAL ? Optional.of(new LocalSteps(localSteps.orElse(LocalSteps.USUAL.steps()),
                outerLr.orElse(LocalSteps.USUAL.outerLr()), outerMomentum.orElse(LocalSteps.USUAL.momentum()))) : Optional.empty();
    }

    /** Returns the number of parts in which a batch is computed, by all ranks together. */
    public int parts(TrainingSettings training) {
        return Math.max(training.accumulation(), ranks);
    }

    /** Returns whether every one of so many ranks gets as much of a batch as the others. */
    public static boolean fits(int ranks, TrainingSettings training) {
        return (ranks > training.accumulation() ? training.batch() : training.accumulation()) % ranks == 0;
    }

    /**
     * Checks that every rank gets as much of a batch as the others.
     *
     * @param section this section as it was read, with its place
     */
    void check(Options section, TrainingSettings training) {
        boolean more = ranks > training.accumulation();
        int whole = more ? training.batch() : training.accumulation();
        if (!fits(ranks, training)) {
            String divisors = IntStream.rangeClosed(1, whole).filter(n -> fits(n, training)).mapToObj(Integer::toString)
                    .reduce((a, b) -> a + ", " + b).orElseThrow();
            throw section.refuse("ranks", ranks + " does not divide training." + (more ? "batch " : "accumulation ") + whole
                    + "; choose one of " + divisors + ", or another " + (more ? "batch" : "accumulation"));
        }
    }

    /** Returns the file with the defaults of mode local filled in where that is the mode. */
    static Mapping withDefaults(Mapping file) {
        Entry entry = file.entries().get(SECTION);
        if (entry == null || !(entry.value() instanceof Mapping section) || !local(section.entries().get("mode"))) {
            return file;
        }
        Mapping filled = section;
        for (Map.Entry<String, Scalar> usual : usual(section.place()).entrySet()) {
            if (!filled.entries().containsKey(usual.getKey())) {
                filled = filled.with(usual.getKey(), new Entry(section.place(), usual.getValue()));
            }
        }
        return file.with(SECTION, new Entry(entry.place(), filled));
    }

    /** Returns a run's values by dotted path, with those of this section, which a run that one process trains leaves out. */
    public static Map<String, String> completed(Map<String, String> values) {
        if (values.containsKey(SECTION + ".ranks")) {
            return values;
        }
        Map<String, String> all = new TreeMap<>(values);
        all.put(SECTION + ".ranks", Integer.toString(ALONE.ranks));
        all.put(SECTION + ".mode", ALONE.mode.name().toLowerCase(Locale.ROOT));
        return all;
    }

    private static boolean local(Entry mode) {
        return mode != null && mode.value() instanceof Scalar scalar && scalar.text().equals(Mode.LOCAL.name().toLowerCase(Locale.ROOT));
    }

    private static Map<String, Scalar> usual(String place) {
        return Map.of("local-steps", new Scalar(place, Scalar.Kind.INTEGER, Integer.toString(LocalSteps.USUAL.steps())),
                "outer-lr", new Scalar(place, Scalar.Kind.NUMBER, Double.toString(LocalSteps.USUAL.outerLr())),
                "outer-momentum", new Scalar(place, Scalar.Kind.NUMBER, Double.toString(LocalSteps.USUAL.momentum())));
    }
}
