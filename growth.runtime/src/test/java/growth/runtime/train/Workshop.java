package growth.runtime.train;

import growth.api.engine.Engine;
import growth.api.training.TrainingEvent;
import growth.parallel.group.ProcessGroup;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.ToySchedule;
import growth.runtime.folder.RunFolder;
import growth.runtime.plugins.Catalogue;
import growth.runtime.run.RunFile;
import growth.runtime.run.RunFilesComponent;
import growth.runtime.train.TrainRequest.From;
import growth.runtime.train.ranks.Ranks;
import growth.runtime.train.ranks.Together;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Small runs on the real engine, in a folder of a test. */
final class Workshop {
    static final String SCRATCH = """
            name: small
            model: {family: llama, layers: 2, hidden: 16, heads: 2, intermediate: 24, context: 8}
            data: {kind: pattern}
            training:
              duration: 20ba
              batch: 4
              optimizer: {lr: 1e-2}
              workers: 1
            evaluate: {tokens: 64}
            checkpoint: {keep: 2}
            """;
    static final String GROWN = SCRATCH.replace("layers: 2", "layers: 4") + """
            growth:
              schedule: {kind: hop, from: {layers: 2}, at: 10ba}
              operator: {kind: stack}
            """;

    private final Path home;
    private Path folders;
    private final Catalogue catalogue;
    private final List<TrainingEvent> events = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private BooleanSupplier stop = () -> false;
    private Optional<Path> trunk = Optional.empty();
    private Optional<ProcessGroup> group = Optional.empty();

    Workshop(Path home) {
        this(home, installed(new RecordingEngine()));
    }

    Workshop(Path home, Catalogue catalogue) {
        this.home = home;
        folders = home;
        this.catalogue = catalogue;
    }

    /** Returns a catalogue with the pattern data, operators stack and identity, schedule hop, and that engine. */
    static FakeCatalogue installed(Engine engine) {
        return new FakeCatalogue().with(new PatternData()).with(new DepthOperator("stack", false)).with(new DepthOperator("identity", true))
                .with(new ToySchedule()).with("cpu", engine);
    }

    /** Returns what happened so far. */
    List<TrainingEvent> events() {
        return events;
    }

    /** Returns the events of one kind. */
    <E extends TrainingEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Returns the lines that were noted. */
    List<String> notes() {
        return notes;
    }

    /** Returns the training losses by step, in the order they came. */
    List<String> losses() {
        return events(TrainingEvent.StepCompleted.class).stream()
                .map(e -> e.progress().step() + " " + Long.toHexString(Double.doubleToRawLongBits(e.progress().loss()))).toList();
    }

    /** From now on runs are asked to stop as soon as so many more steps are done. */
    void stopAfter(int steps) {
        long done = events(TrainingEvent.StepCompleted.class).size();
        stop = () -> events(TrainingEvent.StepCompleted.class).size() >= done + steps;
    }

    /** As soon as so many more steps are done, this process fails. */
    void breakAfter(int steps) {
        long done = events(TrainingEvent.StepCompleted.class).size();
        stop = () -> {
            if (events(TrainingEvent.StepCompleted.class).size() >= done + steps) {
                throw new IllegalStateException("broken");
            }
            return false;
        };
    }

    /** From now on runs are kept before their first growth, in that folder beside theirs. */
    Workshop keepingTrunks(String folder) {
        trunk = Optional.of(home.resolve(folder));
        return this;
    }

    /** Runs are trained with others from now on. */
    Workshop among(ProcessGroup ranks) {
        group = Optional.of(ranks);
        return this;
    }

    /** Run folders are there from now on, and not where the run file is. */
    Workshop runsIn(Path runs) {
        folders = runs;
        return this;
    }

    RunFolder folder(String name) {
        return new RunFolder(folders.resolve(name), home.resolve(".cache"));
    }

    RunFile run(String yaml, String... overrides) {
        return run(yaml, overrides, false);
    }

    private RunFile run(String yaml, String[] overrides, boolean resume) {
        try {
            Path file = Files.writeString(home.resolve("run.yaml"), yaml);
            RunFilesComponent files = new RunFilesComponent(catalogue);
            return resume ? files.readToResume(file, List.of(overrides)) : files.read(file, List.of(overrides));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how the run begins. */
    RunStart start(String yaml, String... overrides) {
        return new RunStartsComponent(catalogue).of(run(yaml, overrides), home.resolve(".cache"), notes::add);
    }

    TrainOutcome train(String folder, String yaml, String... overrides) {
        return training(folder, run(yaml, overrides), From.START);
    }

    TrainOutcome resume(String folder, String yaml, String... overrides) {
        stop = () -> false;
        return training(folder, run(yaml, overrides, true), From.LAST_CHECKPOINT);
    }

    /** Goes on, and stops again as {@link #stopAfter} said. */
    TrainOutcome resumeUntilStopped(String folder, String yaml, String... overrides) {
        return training(folder, run(yaml, overrides, true), From.LAST_CHECKPOINT);
    }

    /** As {@link #resumeUntilStopped}, with whatever plug-ins are there. */
    TrainOutcome resumeWithChangedPlugins(String folder, String yaml) {
        return training(folder, run(yaml), new From(true, Optional.empty(), true));
    }

    /** Goes on from a checkpoint in another folder. */
    TrainOutcome branch(String folder, Path from, String yaml, String... overrides) {
        return training(folder, run(yaml, overrides, true), new From(false, Optional.of(from), false));
    }

    private TrainOutcome training(String folder, RunFile run, From from) {
        RunListener listener = new RunListener() {
            @Override
            public void on(TrainingEvent event) {
                events.add(event);
            }

            @Override
            public void note(String line) {
                notes.add(line);
            }
        };
        RunFolder place = folder(folder);
        Audience audience = new Audience(List.of(listener));
        BooleanSupplier asked = stop;
        Ranks ranks = group.<Ranks>map(g -> new Together(g, run.parallel().local(), asked)).orElseGet(() -> Ranks.alone(asked));
        if (group.filter(g -> g.rank() > 0).isPresent()) {
            RunOpening opening = new RunOpening(catalogue, place.cache(), audience::note);
            return new FollowingRun(run, place, opening, audience, (Together) ranks).train();
        }
        return new TrainingRun(catalogue, run, place, audience, ranks, Map.of("growth.test", "1.0.0"), trunk).train(from);
    }
}
