package growth.study.file;

import static growth.study.file.StudyText.refuse;

import growth.api.TrainingTime;
import growth.api.TrainingTime.Unit;
import growth.api.model.ModelShape;
import growth.runtime.config.YamlReader;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import growth.runtime.plan.Plan;
import growth.runtime.plan.PlanCache;
import growth.runtime.plan.Planner;
import growth.runtime.plan.SavingWords;
import growth.runtime.run.RunFile;
import growth.runtime.run.RunFiles;
import growth.runtime.train.RunStart;
import growth.runtime.train.RunStarts;
import growth.study.file.StudyPlan.TrialPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Plans a study: decides what is open in it, checks every run by the code of the run, and adds up what they cost. */
final class StudyPlanner {
    private final RunFiles files;
    private final Planner planner;
    private final RunStarts starts;
    private final PlanCache cache;
    private final Consumer<String> log;
    private final Map<String, Plan> plans = new HashMap<>();

    /**
     * @param cache what the plans share
     * @param log   takes lines about slow work
     */
    StudyPlanner(RunFiles files, Planner planner, RunStarts starts, PlanCache cache, Consumer<String> log) {
        this.files = files;
        this.planner = planner;
        this.starts = starts;
        this.cache = cache;
        this.log = log;
    }

    /**
     * Returns the plan.
     *
     * @param cores cores of this machine, which runs share where the study does not say how
     */
    StudyPlan plan(Study read, int cores) {
        Study study = decided(read, StudyKeys.SEEDS, numbers(read));
        study = decided(study, "parallel", parallel(study, study.parallel().on(cores)));
        if (study.budget().isEmpty()) {
            study = decided(study, "budget", text(study, "budget", budget(study).toString()));
        }
        if (StudyText.entry(study.source().document(), StudyKeys.REFERENCES).filter(ReferenceReader::wantsSmall).isPresent()) {
            study = decided(study, StudyKeys.REFERENCES, small(study));
        }
        List<StudyRun> runs = runs(study);
        devices(study, runs.get(0));
        List<TrialPlan> trials = new SharedStarts(trials(study, runs)).trials();
        new StudyChecks(study, runs, trials).check();
        StudyCosts costs = new StudyCosts(study, trials);
        return new StudyPlan(study, new ResolvedStudy(study).text(paths(runs)), runs, trials, costs.totals(), costs.warnings(),
                costs.refusal());
    }

    /** Returns the study with another value of a key; read anew, so that what is kept of it reads back as the same study. */
    private static Study decided(Study study, String key, YamlValue value) {
        return StudyReader.read(study.source().file(), study.source().document().with(key, new Entry(study.source().place(key), value)));
    }

    private static YamlValue text(Study study, String key, String text) {
        return new Scalar(study.source().place(key), Scalar.Kind.TEXT, text);
    }

    private static YamlValue numbers(Study study) {
        String place = study.source().place(StudyKeys.SEEDS);
        return new Sequence(place, study.seeds().stream().map(seed -> YamlReader.value(place, seed.toString())).toList());
    }

    private static YamlValue parallel(Study study, Parallel parallel) {
        return YamlReader.value(study.source().place("parallel"), parallel.text());
    }

    /** Returns the training FLOPs of the baseline as its own run file has it. */
    private TrainingTime budget(Study study) {
        Arm baseline = study.baseline();
        StudyRun run = new CellReader(files, study).read(new Cell(baseline, Trial.ONLY, study.seeds().get(0)));
        TrainingTime duration = run.run().training().duration();
        // A time is worth as many FLOPs as the machine happens to do.
        double flops = duration.unit() == Unit.SECONDS ? Double.NaN : plan(run).totalFlops();
        if (Double.isNaN(flops)) {
            throw refuse(ArmsReader.place(baseline, new Mapping("", Map.of()), "training.duration"), "the training FLOPs of the"
                    + " baseline are"
                    + " not known before it has run, because " + (duration.unit() == Unit.SECONDS ? "it trains for " + duration
                    : "its schedule decides while it trains") + "; write 'budget' in the study, e.g. budget: 1.5Tflop or budget: 90sec");
        }
        return new TrainingTime(Math.rint(flops), Unit.FLOPS);
    }

    /** Returns the references with the sizes of the small models that variants start from. */
    private YamlValue small(Study study) {
        Entry references = study.source().document().entries().get(StudyKeys.REFERENCES);
        String place = study.source().place(StudyKeys.REFERENCES + "." + StudyKeys.SMALL);
        Set<Map<String, Integer>> sizes = new LinkedHashSet<>();
        CellReader reader = new CellReader(files, study);
        for (Arm arm : study.arms(Arm.Role.VARIANT)) {
            if (arm.run().entries().containsKey("growth")) {
                StudyRun run = reader.read(new Cell(arm, study.trials().get(0), study.seeds().get(0)));
                List<Plan.Stage> stages = plan(run).stages();
                ModelShape small = stages.get(0).shape();
                // Where the schedule decides while training, the target is known from the run file alone.
                sizes.add(ReferenceReader.difference(small, run.run().model().shape(small.image().isPresent() ? 0 : small.vocabulary(),
                        small.image().map(image -> image.labels()).orElse(0))));
            }
        }
        sizes.removeIf(Map::isEmpty);
        if (sizes.isEmpty()) {
            throw refuse(place, "no variant starts from a smaller model; leave references.small out");
        }
        List<YamlValue> written = new ArrayList<>();
        for (Map<String, Integer> size : sizes) {
            Map<String, Entry> group = new LinkedHashMap<>();
            size.forEach((name, value) -> group.put(name, new Entry(place, new Scalar(place, Scalar.Kind.INTEGER, value.toString()))));
            written.add(new Mapping(place, group));
        }
        return ((Mapping) references.value()).with(StudyKeys.SMALL, new Entry(place, new Sequence(place, written)));
    }

    /** Opens a run on each device, so that one that is not there is told before the first step. */
    private void devices(Study study, StudyRun run) {
        study.parallel().placed().stream().distinct().skip(1)
                .forEach(device -> ArmFailure.named(run.arm(), () -> starts.of(run.run().on(device), cache.path(), line -> { })));
    }

    private List<StudyRun> runs(Study study) {
        CellReader reader = new CellReader(files, study);
        return study.cells().stream().map(reader::read).toList();
    }

    /** Seeds change nothing that a plan says. */
    private List<TrialPlan> trials(Study study, List<StudyRun> runs) {
        List<TrialPlan> trials = new ArrayList<>();
        for (StudyRun run : runs) {
            if (run.seed() == study.seeds().get(0)) {
                Plan plan = plan(run);
                RunStart start = ArmFailure.named(run.arm(), () -> starts.of(run.run(), cache.path(), line -> { }));
                double steps = plan.stages().stream().mapToDouble(stage -> stage.tokens() / tokensPerStep(run.run(), stage)).sum();
                trials.add(new TrialPlan(run.arm(), run.trial(), plan, start, steps, 0, SavingWords.bytes(run.run(), plan.stages())));
            }
        }
        return trials;
    }

    private static double tokensPerStep(RunFile run, Plan.Stage stage) {
        return (double) run.training().batch() * (stage.shape().image().isPresent() ? 1 : stage.view().sequence(stage.shape()));
    }

    private Plan plan(StudyRun run) {
        return plans.computeIfAbsent(run.run().resolved(), any -> ArmFailure.named(run.arm(), () -> planner.plan(run.run(), cache, log)));
    }

    private static Set<String> paths(List<StudyRun> runs) {
        Set<String> paths = new TreeSet<>();
        runs.forEach(run -> paths.addAll(run.run().files()));
        return paths;
    }
}
