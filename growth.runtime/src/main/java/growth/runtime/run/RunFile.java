package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.engine.Device;
import growth.api.options.Option;
import growth.api.options.Options;
import growth.api.training.Classes;
import growth.runtime.config.YamlWriter;
import growth.runtime.engine.EngineChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A whole run, as values.
 *
 * @param source     where it was read from
 * @param name       the run's name; names its folder
 * @param seed       seed of everything random
 * @param model      the target model
 * @param data       the data source, with its options
 * @param training   how it trains
 * @param growth     how it grows; empty for a run from scratch
 * @param evaluate   when to evaluate and on how much
 * @param kept       what is kept of it
 * @param computing  what computes, where, and in how many processes
 */
public record RunFile(Source source, String name, long seed, ModelSettings model, PluginChoice data, TrainingSettings training,
        Optional<GrowthSettings> growth, Evaluation evaluate, Kept kept, Computing computing) {
    /**
     * Where a run was read from.
     *
     * @param file     the file
     * @param base     folder that relative paths start from: the file's own, unless the file says otherwise (as a run folder's
     *                 {@code run.yaml} does)
     * @param resolved the run with every default and override filled in, as YAML that reads back to the same run
     * @param files    dotted paths of the values that name files or folders, e.g. {@code data.train}
     * @param absent   dotted paths of the groups whose plug-in is not installed: their options are as written, without defaults
     * @param places   {@code file:line} of each further validation set, by name
     */
    public record Source(Path file, Path base, String resolved, Set<String> files, Set<String> absent, Map<String, String> places) {
        public Source {
            files = Set.copyOf(files);
            absent = Set.copyOf(absent);
            places = Map.copyOf(places);
        }
    }

    /**
     * What is kept of a run.
     *
     * @param checkpoint when to save and how many to keep
     * @param record     what is written down besides {@code metrics.jsonl}
     */
    public record Kept(Checkpoint checkpoint, Recording record) {
    }

    /**
     * What computes a run.
     *
     * @param engine   the engine, and where it computes
     * @param parallel the processes that train together
     * @param place    {@code file:line} of their number
     */
    public record Computing(EngineChoice engine, DataParallel parallel, String place) {
        /** Returns what computes a run that one process trains. */
        public static Computing alone(EngineChoice engine) {
            return new Computing(engine, DataParallel.ALONE, "");
        }
    }

    /** Returns the engine that computes, and where. */
    public EngineChoice engine() {
        return computing.engine;
    }

    /** Returns the processes that train together. */
    public DataParallel parallel() {
        return computing.parallel;
    }

    /** Returns the number of parts in which a batch is computed, by all ranks together. */
    public int parts() {
        return parallel().parts(training);
    }

    /**
     * Checks that as many processes train the run as it says.
     *
     * @param processes how many there are
     * @throws GrowthException (CONFIGURATION) that says how they are started
     */
    public void requireRanks(int processes) {
        int ranks = parallel().ranks();
        if (processes == ranks) {
            return;
        }
        if (ranks == 1) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "one process trains this run, but " + processes
                    + " were started; write data-parallel: {ranks: " + processes + "}").at(file().toString());
        }
        throw new GrowthException(GrowthException.Kind.CONFIGURATION, ranks + " processes train this run, and "
                + (processes == 1 ? "this is one alone" : processes + " were started") + "; start each rank with growth train "
                + file().getFileName() + " --rank R --peers HOST:PORT,HOST:PORT,…, R from 0 to " + (ranks - 1)).at(computing.place,
                        DataParallel.SECTION + ".ranks");
    }

    /** Returns when to save and how many to keep. */
    public Checkpoint checkpoint() {
        return kept.checkpoint;
    }

    /** Returns what is written down besides {@code metrics.jsonl}. */
    public Recording record() {
        return kept.record;
    }

    /** Returns the file it was read from. */
    public Path file() {
        return source.file;
    }

    /** Returns the folder that relative paths start from. */
    public Path base() {
        return source.base;
    }

    /** Returns the run with every default and override filled in, as YAML. */
    public String resolved() {
        return source.resolved;
    }

    /** Returns the dotted paths of the values that name files or folders. */
    public Set<String> files() {
        return source.files;
    }

    /** Returns the dotted paths of the groups whose plug-in is not installed. */
    public Set<String> absent() {
        return source.absent;
    }

    /** Returns {@code file:line} of that further validation set. */
    public String placeOfSet(String name) {
        return source.places.getOrDefault(name, source.file.toString());
    }

    /** Returns the same run with its data opened otherwise. */
    public RunFile with(PluginChoice otherData) {
        return new RunFile(source, name, seed, model, otherData, training, growth, evaluate, kept, computing);
    }

    /** Returns the same run on another device. */
    public RunFile on(Device device) {
        String resolved = YamlWriter.rewritten(source.resolved, run -> EngineKeys.on(run, device));
        Source placed = new Source(source.file, source.base, resolved, source.files, source.absent, source.places);
        EngineChoice engine = engine();
        EngineChoice other = new EngineChoice(engine.kind(), engine.placement().withDevice(device), engine.places());
        return new RunFile(placed, name, seed, model, data, training, growth, evaluate, kept,
                new Computing(other, parallel(), computing.place));
    }

    /** Returns what learns after a growth. */
    public TrainablePolicy trains() {
        return growth.flatMap(section -> section.policies().trains()).orElse(TrainablePolicy.ALL);
    }

    /**
     * The section {@code evaluate}.
     *
     * @param validation when the loss is measured, and on how much
     * @param suites     the suites of tasks that the model is scored on
     */
    public record Evaluation(Validation validation, SuiteSettings suites) {
        /** Returns how often the loss is measured; empty: only at the end. */
        public Optional<TrainingTime> every() {
            return validation.every;
        }

        /** Returns how much of the validation data an evaluation takes. */
        public EvaluationSize size() {
            return validation.size();
        }

        /** Returns the files of further validation sets, by name; empty: there are none. */
        public Optional<Map<String, List<String>>> sets() {
            return validation.sets;
        }

        /** Returns how many of the highest logits top-N accuracy looks at. */
        public int top() {
            return validation.top.orElse(Classes.Top.USUAL);
        }

        /** Returns after how many evaluations without a lower loss the run ends early; empty: it never does. */
        public Optional<Integer> patience() {
            return validation.patience;
        }
    }

    /**
     * When the validation loss is measured, and on how much.
     *
     * @param every    how often; empty: only at the end
     * @param tokens   how many validation tokens
     * @param images   how many validation images
     * @param patience evaluations without a lower loss after which the run ends early; empty: it never does
     * @param sets     files of further validation sets, by name
     * @param top      how many of the highest logits top-N accuracy looks at
     */
    public record Validation(
            @Option(description = "how often the validation loss is measured; if absent, only at the end") Optional<TrainingTime> every,
            @Option(description = "how many validation tokens" + AMOUNT_FOR + "models of text" + AMOUNT + EvaluationKeys.TOKENS)
            Optional<String> tokens,
            @Option(description = "how many validation images" + AMOUNT_FOR + "vit" + AMOUNT + EvaluationKeys.IMAGES)
            Optional<String> images,
            @Option(description = "ends the run after this many evaluations without a lower validation loss, counted afresh after "
                    + "each growth and never before the last one; if absent, the run does not end early", atLeast = 1)
            Optional<Integer> patience,
            @Option(description = "further validation sets: a name for each, and its files as data.valid takes them; each is evaluated on"
                    + " as much of it as the validation data, whenever these are; if absent, there are none", files = true)
            Optional<Map<String, List<String>>> sets,
            @Option(description = "an image counts in top-N accuracy if its own label is among this many highest ones; for vit; if absent,"
                    + " 5", atLeast = 2) Optional<Integer> top) {
        private static final String AMOUNT_FOR = " an evaluation takes, for ";
        private static final String AMOUNT = ": the first ones, whatever the batch; a count such as 20480, 20k or 1M, or all; if absent, ";

        public Validation {
            requireLength(every);
            size("tokens", tokens);
            size("images", images);
            if (patience.isPresent() && every.isEmpty()) {
                throw Options.refused("patience", "it counts evaluations, of which there is but one, at the end; say how often with"
                        + " every");
            }
            sets.ifPresent(given -> given.forEach(Validation::requireSet));
        }

        private static void requireSet(String name, List<String> files) {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]*")) {
                throw Options.refused("sets." + name, "a set's name has letters, digits, '_' and '-' alone, not '" + name + "'");
            }
            if (files.isEmpty()) {
                throw Options.refused("sets." + name, "the set '" + name + "' has no files; give some or leave it out");
            }
        }

        private static Optional<EvaluationSize> size(String option, Optional<String> amount) {
            try {
                return amount.map(EvaluationSize::parse);
            } catch (GrowthException e) {
                throw Options.refused(option, e.getMessage());
            }
        }

        /** Returns how much of the validation data an evaluation takes. */
        public EvaluationSize size() {
            return size("tokens", tokens).or(() -> size("images", images)).orElseThrow();
        }
    }

    /**
     * The section {@code checkpoint}.
     *
     * @param every    how often, in progress of the run; empty: by the clock alone
     * @param minutes  minutes on the clock after which it is saved at the latest; 0: never by the clock
     * @param keep     how many of the newest checkpoints are kept
     * @param keepBest whether the checkpoint of the lowest validation loss stays besides
     */
    public record Checkpoint(
            @Option(description = "how often the run is saved, in units of its progress; if absent, by minutes alone")
            Optional<TrainingTime> every,
            @Option(description = "most minutes on the clock between two saves, so that a crash costs no more; longer if saving "
                    + "would take more than a twentieth of the time; 0 for never", defaultValue = "5", atLeast = 0)
            double minutes,
            @Option(description = "how many of the newest checkpoints are kept", defaultValue = "2", atLeast = 1) int keep,
            @Option(description = "whether the run is also saved at each new lowest validation loss; the best checkpoint is then kept"
                    + " besides", defaultValue = "false") boolean keepBest) {
        public Checkpoint {
            requireLength(every);
        }
    }

    /**
     * The section {@code record}.
     *
     * @param tensorboard whether event files for TensorBoard are written
     */
    public record Recording(
            @Option(description = "whether the run folder gets event files for TensorBoard, in tensorboard/", defaultValue = "true")
            boolean tensorboard) {
    }

    private static void requireLength(Optional<TrainingTime> every) {
        if (every.filter(time -> time.value() == 0).isPresent()) {
            throw Options.refused("every", "an interval must be longer than zero");
        }
    }
}
