package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.api.training.TrainingListener;
import growth.launcher.place.PlaceException;
import growth.runtime.folder.ProcessIdentity;
import growth.runtime.folder.RunFolder;
import growth.runtime.place.Elsewhere;
import growth.runtime.place.PlacedTrainer;
import growth.runtime.place.Places;
import growth.runtime.train.DivergedException;
import growth.runtime.train.RunListener;
import growth.runtime.train.TrainOutcome;
import growth.runtime.train.TrainRequest;
import growth.shell.fake.FakeCatalogue;
import growth.shell.fake.FakeMonitor;
import growth.shell.fake.FakePlace;
import growth.shell.fake.Runs;
import growth.shell.fake.Trial;
import growth.shell.process.DetachedStarts;
import growth.shell.progress.RunLogs;
import growth.shell.ranks.RankMeetings;
import growth.shell.serve.Serving;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that is asked for here and carried out by the command {@code train}, as a place does. */
class PlacedTrainingTest {
    private static final Progress HERE = new Progress(57, 58_368, 1 / 3.0, 1.5e12, 3.25, 0.5, 2.5, OptionalDouble.of(2.75), 1);
    @TempDir
    private Path home;
    private final Runs runs = new Runs();
    private final List<TrainRequest> asked = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Object> heard = new ArrayList<>();
    private Optional<GrowthException> failure = Optional.empty();
    private Outcome outcome = Outcome.FINISHED;
    private final Trial trial = new Trial().with("train", () -> new TrainCommand(runs, this::trained, new FakeCatalogue(),
            new Serving(new FakeMonitor(), List::of), new RunLogs(Optional.empty(), Optional.empty()),
            new OtherProcesses(new DetachedStarts(Path.of("bin/growth")), new Places(Map.of("there", place())),
                    new RankMeetings(name -> null, Map.of()))));
    private final FakePlace place = new FakePlace(trial);

    private FakePlace place() {
        return place;
    }

    /** Trains nothing, but leaves and tells what a training does. */
    private TrainOutcome trained(TrainRequest request) {
        asked.add(request);
        RunFolder folder = new RunFolder(request.out().orElseThrow());
        folder.write(folder.runFile(), "name: tiny\n");
        for (TrainingListener listener : request.listeners()) {
            if (listener instanceof RunListener run) {
                run.note("a tokenizer is trained");
            }
            listener.on(new RunStarted("tiny", folder.path(), request.from().resume(), HERE));
            listener.on(new StepCompleted(HERE, 1e-3 / 3, Double.NaN, 128, 2e6));
        }
        failure.ifPresent(why -> {
            throw why;
        });
        Path checkpoint = folder.checkpoints().resolve("step-00000057");
        request.listeners().forEach(listener -> listener.on(new CheckpointSaved(HERE, checkpoint, 0.25)));
        Outcome now = outcome;
        outcome = Outcome.FINISHED;
        request.listeners().forEach(listener -> listener.on(new RunEnded(HERE, now, List.of("a remark"))));
        return new TrainOutcome(folder.path(), now, HERE, Optional.of(checkpoint), Optional.empty(), Optional.of("stopped growing"));
    }

    /** Hears everything. */
    private final class Ear implements RunListener {
        @Override
        public void on(TrainingEvent event) {
            heard.add(event);
        }

        @Override
        public void note(String line) {
            heard.add(line);
        }
    }

    private TrainRequest request() {
        return TrainRequest.of(runs.read(Path.of("run.yaml"), List.of())).in(home.resolve("run")).watchedBy(List.of(new Ear()));
    }

    private TrainOutcome train(TrainRequest request) {
        return new PlacedTrainer(new Elsewhere("there", place, Optional.empty()), notes::add).train(request);
    }

    @Test
    void whatIsHeardHereIsWhatIsToldThere() {
        TrainOutcome ended = train(request().sharing(new TrainRequest.Shared(Optional.of(home.resolve("cache")),
                Optional.of(home.resolve("trunk")))));
        Path checkpoint = home.resolve("run/checkpoints/step-00000057");
        assertThat(heard).containsExactly("a tokenizer is trained", new RunStarted("tiny", home.resolve("run"), false, HERE),
                new StepCompleted(HERE, 1e-3 / 3, Double.NaN, 128, 2e6), new CheckpointSaved(HERE, checkpoint, 0.25),
                new RunEnded(HERE, Outcome.FINISHED, List.of("a remark")));
        assertThat(ended).isEqualTo(new TrainOutcome(home.resolve("run"), Outcome.FINISHED, HERE, Optional.of(checkpoint),
                Optional.empty(), Optional.of("stopped growing")));
        assertThat(asked).singleElement().satisfies(there -> {
            assertThat(there.out()).contains(home.resolve("run"));
            assertThat(there.from()).isEqualTo(TrainRequest.From.START);
            assertThat(there.shared()).isEqualTo(new TrainRequest.Shared(Optional.of(home.resolve("cache")),
                    Optional.of(home.resolve("trunk"))));
        });
        assertThat(place.works()).singleElement().satisfies(work -> assertThat(work.folder()).isEqualTo(home.resolve("run")));
        assertThat(notes).isEmpty();
        assertThat(home.resolve("run/log.txt")).as("written where it trains").exists();
        assertThat(home.resolve("run")).isDirectoryNotContaining(file -> file.getFileName().toString().startsWith(".run-"));
    }

    @Test
    void aFailureKeepsItsKindAndItsWords() {
        failure = Optional.of(new GrowthException(Kind.FAILING_PLUGIN, "operator 'x' threw: no"));
        assertThatThrownBy(() -> train(request())).isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind())
                .isEqualTo(Kind.FAILING_PLUGIN)).hasMessage("operator 'x' threw: no");
        failure = Optional.of(new GrowthException(Kind.DATA, "/data/a.txt: cannot be read"));
        assertThatThrownBy(() -> train(request().from(TrainRequest.From.LAST_CHECKPOINT)))
                .hasMessage("/data/a.txt: cannot be read (on " + ProcessIdentity.current().host() + ")");
        assertThat(notes).isEmpty();
    }

    @Test
    void aDivergenceKeepsItsRemedy() {
        DivergedException.Remedy remedy = new DivergedException.Remedy(home.resolve("run"), true, new BigDecimal("0.001"));
        failure = Optional.of(new DivergedException("step 3: training diverged", remedy));
        assertThatThrownBy(() -> train(request())).isInstanceOfSatisfying(DivergedException.class,
                e -> assertThat(e.remedy()).isEqualTo(remedy));
    }

    @Test
    void aRunThatNobodyHereStoppedGoesOn() {
        outcome = Outcome.STOPPED;
        assertThat(train(request()).outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(asked).extracting(there -> there.from().resume()).containsExactly(false, true);
        assertThat(notes).containsExactly("tiny: was stopped and saved there at step 57; it goes on");
        outcome = Outcome.STOPPED;
        assertThat(train(request().in(home.resolve("other")).stoppedBy(() -> true)).outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(asked).hasSize(3);
    }

    @Test
    void anExecutorThatSeesAnotherFolderRefusesWithItsName() throws IOException {
        place.seeing(command -> command.stream().map(word -> word.replace(home.toString(), "/nowhere")).toList());
        assertThatThrownBy(() -> train(request())).isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind())
                .isEqualTo(Kind.CHECKPOINT)).hasMessageMatching("/nowhere/run: \\S+ cannot read \\.run-\\S+\\.yaml there, which has just"
                + " been written; .*");
        assertThat(asked).isEmpty();
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void whatIsNoCommandsOwnFailureIsToldByStatusAndLastLine() {
        place.seeing(command -> List.of("train", "run.yaml", "--nonsense"));
        assertThatThrownBy(() -> train(request())).isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind())
                .isEqualTo(Kind.CONFIGURATION)).hasMessageStartingWith("tiny ended with status 2: growth: unknown option '--nonsense'");
        place.seeing(command -> {
            throw new PlaceException(3, "spark: host node8 has Java 21, and the driver 17");
        });
        assertThatThrownBy(() -> train(request())).isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind())
                .isEqualTo(Kind.MISSING_PLUGIN)).hasMessage("spark: host node8 has Java 21, and the driver 17");
    }

    @Test
    void aSingleRunTrainsThereAndPrintsHere() {
        Trial.Result result = trial.in(home).run("train", "run.yaml", "--out", "run", "--on", "there").ends(0);
        assertThat(result.out()).contains("run tiny in " + home.resolve("run"), "saved ");
        assertThat(place.works()).singleElement().satisfies(work -> assertThat(work.command()).contains("--begin-or-resume")
                .doesNotContain(PlacedTrainer.PRINT));
        assertThat(trial.run("train", "run.yaml", "--out", "run", "--on", "there").ends(2).err()).contains("already holds a run");
        assertThat(trial.run("train", "run.yaml", "--out", "other", "--resume", "--on", "there").ends(6).err())
                .contains("no run to resume");
        assertThat(trial.run("train", "run.yaml", "--out", "run", "--resume", "--on", "there").ends(0).out()).contains("resumed tiny");
        outcome = Outcome.STOPPED;
        assertThat(trial.run("train", "run.yaml", "--out", "run", "--resume", "--on", "there").ends(130).out()).contains("  resume:   "
                + "growth train " + home.resolve("run/run.yaml") + " --out " + home.resolve("run") + " --resume --on there\n");
        assertThat(trial.run("train", "run.yaml", "--on", "there", "--detach").ends(2).err()).contains("--detach and --on exclude");
        assertThat(trial.run("train", "run.yaml", "--on", "spork").ends(2).err()).isEqualTo("growth: --on: there is no place 'spork'; those"
                + " there are: there. Apache Spark is one where the installation has the folder spark or SPARK_HOME names a Spark of your"
                + " own: see 'More machines' in README.md\n");
    }
}
