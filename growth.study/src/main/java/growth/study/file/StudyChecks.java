package growth.study.file;

import static growth.study.file.StudyText.refuse;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.runtime.config.YamlReader;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlWriter;
import growth.runtime.plan.Plan;
import growth.study.file.StudyPlan.TrialPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What can be known to be wrong of a study as a whole, before its first run.
 *
 * @param study  the study
 * @param runs   its runs
 * @param trials what they cost
 */
record StudyChecks(Study study, List<StudyRun> runs, List<TrialPlan> trials) {
    /** What must be equal, and where it stands in run files. */
    private static final Map<Difference, List<String>> COMPARED = Map.of(
            Difference.DATA, List.of("data"),
            Difference.TOKENIZER, List.of("data.tokenizer"),
            Difference.EVALUATION, List.of("data.valid", "evaluate", "model.context", "model.image"),
            Difference.HARDWARE, List.of("engine", "training.workers"));

    /** @throws growth.api.GrowthException (CONFIGURATION) in one line with its place */
    void check() {
        different();
        comparable();
        evaluated();
        targets();
    }

    private Mapping resolved(Arm arm) {
        StudyRun run = runs.stream().filter(one -> one.arm().name().equals(arm.name())).findFirst().orElseThrow();
        return YamlReader.document(study.source().file().toString(), run.run().resolved()).without("name");
    }

    private void different() {
        Map<String, Arm> seen = new HashMap<>();
        for (Arm arm : study.arms()) {
            Arm before = seen.put(YamlWriter.write(resolved(arm)), arm);
            if (before != null) {
                throw refuse(arm.place(), arm.words() + " is the same run as " + before.words() + " (" + before.place()
                        + "); change one of them or leave it out");
            }
        }
    }

    private void comparable() {
        Mapping baseline = resolved(study.baseline());
        for (Arm arm : study.arms()) {
            Mapping other = resolved(arm);
            for (Difference difference : Difference.values()) {
                if (!study.varies().contains(difference)) {
                    COMPARED.get(difference).stream().filter(path -> !same(difference, path, baseline, other)).findFirst()
                            .ifPresent(path -> {
                                throw refuse(ArmsReader.place(arm, study.source().base().run(), path), arm.words() + " differs from the"
                                        + " baseline in its " + difference.id() + " (" + path + "), so that their losses cannot be"
                                        + " compared;"
                                        + " write 'varies: [" + difference.id() + "]' if this is what the study varies");
                            });
                }
            }
        }
    }

    private static boolean same(Difference difference, String path, Mapping baseline, Mapping other) {
        Optional<YamlValue> one = StudyText.at(baseline, path).map(value -> bare(difference, value));
        Optional<YamlValue> two = StudyText.at(other, path).map(value -> bare(difference, value));
        return one.isPresent() == two.isPresent() && (one.isEmpty() || StudyText.same(one.get(), two.get()));
    }

    /** Tokenizer and validation files are compared for themselves. */
    private static YamlValue bare(Difference difference, YamlValue value) {
        return difference == Difference.DATA ? ((Mapping) value).without("tokenizer").without("valid") : value;
    }

    /** A curve has two points at least, or nothing can be read off it. */
    private void evaluated() {
        TrainingTime every = study.validation().every();
        TrainingTime budget = study.budget().orElseThrow().amount();
        Plan plan = trials.get(0).plan();
        double whole = every.unit() == TrainingTime.Unit.SHARE ? 1 : every.unit() == budget.unit() ? budget.value()
                : every.unit() == TrainingTime.Unit.TOKENS ? plan.stages().stream().mapToDouble(Plan.Stage::tokens).sum()
                : every.unit() == TrainingTime.Unit.FLOPS ? plan.totalFlops() : Double.NaN;
        if (every.value() >= whole) {
            throw refuse(study.source().place("validation.every"), "an evaluation every " + every + " comes once, at the end of " + budget
                    + "; speed-ups need a curve: write for instance every: 5%");
        }
    }

    private void targets() {
        ModelShape shape = trials.get(0).start().model().shape();
        int choices = shape.image().map(image -> image.labels()).orElse(shape.vocabulary());
        double guess = Math.log(choices);
        for (Target target : study.targets()) {
            if (target.kind() == Target.Kind.LOSS && target.value() >= guess) {
                throw refuse(target.place(), String.format(Locale.ROOT, "the target %s is reached before the first step: guessing has"
                        + " a loss"
                        + " of ln %,d = %.2f; write lower losses, or shares such as 100%%", target, choices, guess));
            }
        }
    }
}
