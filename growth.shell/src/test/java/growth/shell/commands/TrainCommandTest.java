package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.TrainingTime;
import growth.api.options.Options;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.RunStarted;
import growth.report.http.HttpAddress;
import growth.report.watch.RunView;
import growth.runtime.place.Places;
import growth.runtime.run.GrowthSettings;
import growth.runtime.run.Incomplete;
import growth.runtime.run.PluginChoice;
import growth.runtime.train.TrainOutcome;
import growth.runtime.train.TrainRequest;
import growth.runtime.train.Trainer;
import growth.shell.fake.FakeCatalogue;
import growth.shell.fake.FakeMonitor;
import growth.shell.fake.FakePlace;
import growth.shell.fake.Runs;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import growth.shell.process.DetachedStarts;
import growth.shell.progress.RunLogs;
import growth.shell.ranks.RankMeetings;
import growth.shell.serve.Serving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    private static final Path FOLDER = Path.of("runs/tiny");
    private final Runs runs = new Runs();
    private final RecordingTrainer trainer = new RecordingTrainer();
    private final FakeMonitor monitor = new FakeMonitor();
    private final Trial trial = new Trial().with("train", () -> command(Path.of("bin/growth")));

    private final FakePlace here = new FakePlace(trial);

    private TrainCommand command(Path program) {
        return new TrainCommand(runs, trainer, new FakeCatalogue(), new Serving(monitor, List::of),
                new RunLogs(Optional.empty(), Optional.of("0")), new OtherProcesses(new DetachedStarts(program),
                        new Places(Map.of("here", here)), new RankMeetings(name -> null, Map.of())));
    }

    /** Trains nothing, but tells its listeners what a training tells, and stops when it is asked to. */
    private static final class RecordingTrainer implements Trainer {
        private Path folder = FOLDER;
        private TrainRequest request;
        private Optional<GrowthException> failure = Optional.empty();
        private Optional<String> shortfall = Optional.empty();

        @Override
        public TrainOutcome train(TrainRequest asked) {
            request = asked;
            Progress progress = new Progress(57, 58_368, 0.5, 1.5e12, 3.25, 0.5, 2.5, OptionalDouble.of(2.75), 1);
            asked.listeners().forEach(l -> l.on(new RunStarted("tiny", folder, asked.from().resume(), progress)));
            failure.ifPresent(f -> {
                throw f;
            });
            Outcome outcome = asked.stop().getAsBoolean() ? Outcome.STOPPED : Outcome.FINISHED;
            asked.listeners().forEach(l -> l.on(new RunEnded(progress, outcome)));
            return new TrainOutcome(FOLDER, outcome, progress, Optional.of(FOLDER.resolve("checkpoints/step-00000057")),
                    Optional.empty(), shortfall);
        }
    }

    @Test
    void nothingIsServedUnlessThatIsWanted() {
        trial.run("train", "run.yaml").ends(0);
        assertThat(monitor.opened).isEmpty();
        assertThat(trainer.request.listeners()).hasSize(2);
    }

    @Test
    void aTrainingIsServedFromBeforeItBeginsUntilItHasEnded() {
        Result result = trial.run("train", "run.yaml", "--json", "--serve", "9464").ends(0);
        assertThat(monitor.opened).singleElement().satisfies(access -> {
            assertThat(access.address()).isEqualTo(HttpAddress.loopback(9464));
            assertThat(result.err()).isEqualTo("serving http://127.0.0.1:9464/health and http://127.0.0.1:9464/metrics; ask with the header"
                    + " 'Authorization: Bearer " + access.token().orElseThrow() + "'\n");
        });
        assertThat(result.out()).startsWith("{");
        assertThat(monitor.closed).isEqualTo(1);
        assertThat(monitor.runs.runs()).singleElement().satisfies(run -> {
            assertThat(run.run()).isEqualTo("tiny");
            assertThat(run.snapshot().progress().step()).isEqualTo(57);
            assertThat(run.snapshot().state()).isEqualTo(RunView.State.FINISHED);
        });
        assertThat(monitor.health.get().well()).isTrue();
        assertThat(monitor.health.get().report()).contains("\"status\": ", "\"subject\": \"training\"", "tiny: finished",
                "\"subject\": \"run folder\"");
        trainer.failure = Optional.of(new GrowthException(Kind.DATA, "gone"));
        trial.run("train", "run.yaml", "--serve", "9464").ends(4);
        assertThat(monitor.closed).isEqualTo(2);
    }

    @Test
    void aPortInUseIsOneLineBeforeAnythingIsTrained() {
        monitor.failure = Optional.of(new GrowthException(Kind.CONFIGURATION, "port 9464 of 127.0.0.1 cannot be used"));
        assertThat(trial.run("train", "run.yaml", "--serve", "9464").ends(2).err())
                .isEqualTo("growth: --serve: port 9464 of 127.0.0.1 cannot be used\n");
        assertThat(trainer.request).isNull();
    }

    @Test
    void tokensStandInFilesOrAreNotWanted(@TempDir Path home) throws IOException {
        Path file = Files.writeString(home.resolve("token"), "0123456789abcdef\n");
        Result result = trial.run("train", "run.yaml", "--serve", "0.0.0.0:9464", "--serve-token-file", file.toString()).ends(0);
        assertThat(monitor.opened).last().satisfies(access -> assertThat(access.token()).contains("0123456789abcdef"));
        assertThat(result.err()).doesNotContain("0123456789abcdef").contains("others can reach 0.0.0.0, and nothing is encrypted");
        trial.run("train", "run.yaml", "--serve", "9464", "--serve-without-token").ends(0);
        assertThat(monitor.opened).last().satisfies(access -> assertThat(access.token()).isEmpty());

        Files.writeString(file, "short");
        assertThat(trial.run("train", "run.yaml", "--serve", "9464", "--serve-token-file", file.toString()).ends(2).err())
                .startsWith("growth: " + file + ": holds no token; write 16 or more");
        assertThat(trial.run("train", "run.yaml", "--serve", "9464", "--serve-token-file", home.resolve("none").toString()).ends(2).err())
                .contains("none: cannot be read: ");
        assertThat(trial.run("train", "run.yaml", "--serve-without-token").ends(2).err()).contains("needs --serve PORT");
        assertThat(trial.run("train", "run.yaml", "--serve", "9464", "--serve-without-token", "--serve-token-file", "x").ends(2).err())
                .contains("exclude each other");
        assertThat(trial.run("train", "run.yaml", "--serve", "x").ends(2).err()).startsWith("growth: --serve: 'x' is no address");
        assertThat(monitor.opened).hasSize(2);
    }

    @Test
    void theEngineIsChosenOverTheRunFile() {
        trial.run("train", "run.yaml", "--engine", "other", "--device", "cuda:1", "--precision", "BF16", "--set", "seed=2").ends(0);
        trial.run("train", "run.yaml").ends(0);
        assertThat(runs.read).containsExactly("run.yaml [seed=2, engine.kind=other, engine.device=cuda:1, engine.precision=bf16]",
                "run.yaml []");
        assertThat(trial.run("train", "run.yaml", "--device", "gpu").ends(2).err())
                .contains("growth: --device: 'gpu' is not a device; write auto, cpu, cuda or, for the second GPU, cuda:1");
        assertThat(trial.run("train", "run.yaml", "--precision", "f16").ends(2).err())
                .contains("growth: --precision: 'f16' is not a number format; write f32 or bf16");
    }

    @Test
    void handsTheRunToTheTrainerAndPrintsWhatHappens() {
        Result result = trial.run("train", "run.yaml", "--set", "training.batch=8", "--set", "model.layers=6", "--out", "here", "--resume");

        assertThat(result.status()).isZero();
        assertThat(runs.read).containsExactly("run.yaml [training.batch=8, model.layers=6]");
        assertThat(trainer.request.run().name()).isEqualTo("tiny");
        assertThat(trainer.request.out()).contains(Path.of("here"));
        assertThat(trainer.request.from().resume()).isTrue();
        assertThat(result.out()).contains("resumed tiny at step 57", "done: validation loss 2.7500");
    }

    @Test
    void aRunFoldersOwnFileGoesOnThere(@TempDir Path home) throws IOException {
        String file = home.resolve("run.yaml").toString();
        trial.run("train", file, "--resume");
        assertThat(trainer.request.out()).isEmpty();
        Files.writeString(home.resolve("provenance.json"), "{}");
        trial.run("train", file, "--resume");
        assertThat(trainer.request.out()).contains(home);
        trial.run("train", file);
        assertThat(trainer.request.out()).isEmpty();
    }

    @Test
    void beginsOrResumesByWhatIsThere(@TempDir Path home) throws IOException {
        trial.run("train", "run.yaml", "--out", home.toString(), "--begin-or-resume").ends(0);
        assertThat(trainer.request.from().resume()).isFalse();
        Files.writeString(home.resolve("run.yaml"), "name: tiny");
        trial.run("train", "run.yaml", "--out", home.toString(), "--begin-or-resume").ends(0);
        assertThat(trainer.request.from().resume()).isTrue();
    }

    @Test
    void theLogHoldsWhatHappenedAndWhy(@TempDir Path home) throws IOException {
        Path file = home.resolve("my log.txt");
        trial.run("train", "run.yaml", "--log", file.toString()).ends(0);
        trainer.failure = Optional.of(new GrowthException(Kind.DATA, "x.txt: is gone"));
        assertThat(trial.run("train", "run.yaml", "--log", file.toString(), "--quiet").ends(4).out()).isEmpty();
        assertThat(Files.readString(file).lines().map(line -> line.substring(25)).filter(line -> !line.startsWith("INFO  process ")))
                .containsExactly("INFO  run tiny in runs/tiny",
                "INFO  done: validation loss 2.7500, perplexity 15.64 after 57 steps, 58.4k tokens, 1.5 TFLOP, 3s; runs/tiny",
                "INFO  run tiny in runs/tiny", "ERROR x.txt: is gone");
        assertThat(trial.run("train", "run.yaml", "--log", home.toString()).ends(2).err()).hasLineCount(1)
                .startsWith("growth: " + home + ": cannot be written");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void detachesTheSameCommandWithoutTheOption(@TempDir Path home) throws IOException {
        Path script = home.resolve("growth");
        Files.writeString(script, "#!/bin/sh\nfor last; do :; done\nmkdir -p 'a run'\necho \"$@\" > 'a run/arguments'\n"
                + "[ -e ready ] || { echo 'growth: run.yaml:4: no'; exit 2; }\nmv \"$last\" 'a run/output.txt'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Trial detached = new Trial().in(home).with("train", () -> command(script));
        String[] words = {"train", "run.yaml", "--set", "seed=2", "--detach", "--out", "a run", "--begin-or-resume"};
        assertThat(detached.run(words).ends(2).err()).isEqualTo("growth: run.yaml:4: no\n");
        Files.createFile(home.resolve("ready"));
        Result result = detached.run(words).ends(0);
        assertThat(Files.readString(home.resolve("a run/arguments"))).startsWith("train run.yaml --set seed=2 --out a run --begin-or-resume"
                + " --detached-output " + home + "/");
        String folder = "'" + home.resolve("a run") + "'";
        assertThat(result.lines().get(0)).matches("run tiny in .*/a run, in process [0-9]+");
        assertThat(result.lines()).contains("  look: growth runs " + folder + ", or growth watch " + folder,
                "  stop: growth stop " + folder);
        assertThat(trainer.request).as("nothing trains in this process").isNull();
    }

    @Test
    void theDetachedProcessTellsThatItHasBegun(@TempDir Path home) throws IOException {
        Path output = Files.createFile(home.resolve(".growth-detached-1.txt"));
        trainer.folder = home;
        assertThat(trial.run("train", "run.yaml", "--detached-output", output.toString()).ends(0).lines()).hasSize(1);
        assertThat(output).doesNotExist();
        assertThat(home.resolve("output.txt")).exists();
    }

    @Test
    void aBranchNeedsAFolderAndFindsItsCheckpoint(@TempDir Path home) throws IOException {
        Result result = trial.run("train", "run.yaml", "--from", "step-00000300").ends(2);
        assertThat(result.err()).contains("--from needs --out");
        Path checkpoint = Files.createDirectories(home.resolve("runs/tiny/checkpoints/step-00000300"));
        trial.run("train", "run.yaml", "--from", checkpoint.toString(), "--out", "new");
        assertThat(trainer.request.from().branch()).contains(checkpoint);
        assertThat(trainer.request.out()).contains(Path.of("new"));
    }

    @Test
    void leavesTheFolderToTheTrainerUnlessTheShellWentElsewhere() {
        trial.run("train", "run.yaml");
        assertThat(trainer.request.out()).isEmpty();
        assertThat(trainer.request.from().resume()).isFalse();

        trial.in(Path.of("/elsewhere")).run("train", "run.yaml");
        assertThat(trainer.request.out()).contains(Path.of("/elsewhere/runs/tiny"));
        assertThat(runs.read).endsWith("/elsewhere/run.yaml []");
    }

    @Test
    void quietLeavesTheSummary() {
        assertThat(trial.run("train", "run.yaml", "--quiet").out()).startsWith("done: ").doesNotContain("run tiny in");
    }

    @Test
    void stopsItsOwnTrainingOnceTheUserWantsIt() {
        AtomicBoolean wanted = new AtomicBoolean(true);
        Result result = trial.stop(wanted::get).run("train", "run.yaml").ends(130);
        assertThat(result.out()).contains("stopped: ", "resume:   growth train", "--resume");
    }

    @Test
    void printsNothingButJsonIfAsked() {
        assertThat(trial.run("train", "run.yaml", "--json").out()).isEqualTo("""
                {
                  "outcome": "finished",
                  "folder": "runs/tiny",
                  "checkpoint": "runs/tiny/checkpoints/step-00000057",
                  "best": null,
                  "step": 57,
                  "tokens": 58368,
                  "flops": 1.5E12,
                  "seconds": 3.25,
                  "loss": 2.5,
                  "validation_loss": 2.75,
                  "stage": 1,
                  "incomplete": null
                }
                """);
    }

    @Test
    void aDivergedRunIsExitStatusFive() {
        trainer.failure = Optional.of(new GrowthException(Kind.DIVERGED, "the loss became NaN at step 57"));
        Result result = trial.run("train", "run.yaml", "-q").ends(5);
        assertThat(result.err()).isEqualTo("growth: the loss became NaN at step 57" + System.lineSeparator());
    }

    @Test
    void aRunThatEndsEarlyFailsIfItAsksForThat() {
        trainer.shortfall = Optional.of("ended before its last stage");
        for (Incomplete incomplete : Incomplete.values()) {
            PluginChoice none = new PluginChoice("none", Options.none(), "run.yaml:9");
            runs.growth = Optional.of(new GrowthSettings(none, none, new GrowthSettings.Policies(Optional.empty(), Optional.empty(),
                    TrainingTime.share(0), Optional.empty(), incomplete), "run.yaml:8"));
            Result result = trial.run("train", "run.yaml", "--json");
            assertThat(result.out()).contains("\"incomplete\": \"ended before its last stage\"");
            assertThat(result.status()).isEqualTo(incomplete == Incomplete.FAIL ? 7 : 0);
            assertThat(result.err().strip()).isEqualTo(incomplete == Incomplete.FAIL
                    ? "growth: runs/tiny: the run ended before its last stage" : "");
        }
    }

    @Test
    void helpShowsEveryOptionWithAnExample() {
        assertThat(trial.run("train", "--help").out()).isEqualTo("""
                Usage: growth train [-hq] [--begin-or-resume] [--changed-plugins] [--debug] [--detach] [--json]
                                    [--resume] [--safe] [--serve-without-token] [--device=DEVICE] [--engine=ENGINE]
                                    [--from=CHECKPOINT] [--log=FILE] [--on=PLACE] [--out=DIR] [--peers=HOST:PORT,…]
                                    [--peers-secret-file=FILE] [--precision=FORMAT] [--rank=R] [--serve=[HOST:]
                                    PORT] [--serve-token-file=FILE] [--set=PATH=VALUE]... RUN.yaml
                trains a run file, from scratch or growing

                      RUN.yaml                   the run file

                Options:
                      --set=PATH=VALUE           replaces or adds a value of the run file; may be repeated
                      --out=DIR                  the run folder; default: runs/NAME in the current folder, or
                                                   runs/NAME-seedN if that one holds a run with another seed.
                                                   Tokenised data are cached in .cache beside it. With --on also a
                                                   URI that the place knows, e.g. hdfs://node/runs/x
                      --resume                   continues from the run folder's last checkpoint
                      --from=CHECKPOINT          with --out: continues from that checkpoint in a new folder, if
                                                   wanted with another duration or learning-rate schedule, or, if
                                                   nothing has grown yet, another growth; a path, or step-NNNNNNNN
                                                   of the run's usual folder
                      --begin-or-resume          resumes if the run folder holds a run, and begins one if not: for
                                                   services and scripts, whose command is always the same
                      --changed-plugins          where a run resumes: continues even if plug-ins have changed
                      --log=FILE                 where the log is written; default: log.txt in the run folder. Old
                                                   parts are kept as FILE.1, FILE.2, …
                      --detach                   trains in a process of its own, which goes on when this terminal
                                                   is closed; returns when the training has begun, or says why it
                                                   has not
                      --engine=ENGINE            the engine that computes; default: that of the run file, or the
                                                   installation's first ('growth doctor' lists them)
                      --device=DEVICE            what it computes on: cpu, cuda or a certain GPU such as cuda:1;
                                                   default: auto, the best that is there
                      --precision=FORMAT         number format of matrix products: f32 or bf16; default: f32
                      --on=PLACE                 trains at another place, e.g. spark, in the same run folder, which
                                                   has to lie where the place reads and writes it too
                      --rank=R                   trains as one of the processes that data-parallel.ranks of the run
                                                   file says: the number of this one, from 0. Rank 0 keeps the run
                                                   folder; the others read what they go on from there and write
                                                   nothing
                      --peers=HOST:PORT,…        with --rank: where each rank listens, rank 0 first
                      --peers-secret-file=FILE   with --rank: a secret of all ranks, without which nobody else can
                                                   take part
                      --serve=[HOST:]PORT        serves GET /health and GET /metrics (OpenMetrics, for Prometheus)
                                                   while it trains; on this machine alone unless HOST is named, e.
                                                   g. 0.0.0.0:9464
                      --serve-token-file=FILE    with --serve: the token that requests bring as 'Authorization:
                                                   Bearer TOKEN' stands there; default: a random one, which is
                                                   printed
                      --serve-without-token      with --serve: answers everybody who can reach the port
                  -q, --quiet                    prints the summary only
                      --json                     prints the outcome as JSON, and nothing else
                  -h, --help                     shows this help
                      --debug                    shows the stack trace of an error
                      --safe                     starts the process without the folder of plug-ins

                Examples:
                  growth train examples/quickstart.yaml
                  growth train run.yaml --set training.duration=2Mtok --set training.batch=8 --out runs/short
                  growth train run.yaml --resume
                  growth train run.yaml --begin-or-resume --detach
                  growth train run.yaml --device cuda:1 --precision bf16
                  growth train run.yaml --serve 9464 --serve-token-file token.txt
                  growth train run.yaml --rank 0 --peers a:7001,b:7001 --peers-secret-file secret.txt
                  growth train run.yaml --from step-00000300 --set training.duration=360ba --out runs/cooled

                Ctrl-C and SIGTERM save a checkpoint first and print the command that continues from it.
                """);
    }
}
