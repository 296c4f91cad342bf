package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.engine.EngineOptions;
import growth.api.training.TrainingEvent.RunEnded;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.RunState;
import growth.runtime.checkpoint.TrainingState;
import growth.runtime.folder.RunFolder;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.run.RunFile;
import growth.runtime.train.ranks.RunBeginning;
import growth.runtime.train.ranks.Together;
import growth.runtime.train.resume.KeptTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The part in a data-parallel run of a rank that is not the first. It begins when rank 0 does, goes on from the checkpoint that rank 0
 * names, trains in the same loop, and writes nothing into the run folder.
 *
 * @param run      the run, as this rank was given it
 * @param folder   the run folder, as this rank sees it
 * @param opening  opens the run
 * @param audience who watches this rank
 * @param ranks    all of them
 */
record FollowingRun(RunFile run, RunFolder folder, RunOpening opening, Audience audience, Together ranks) {

    /** Waits for rank 0, and trains with it to the end. */
    TrainOutcome train() {
        RunBeginning told = ranks.begun();
        told.requireSame(run, ranks.rank());
        Path path = Path.of(told.folder());
        if (told.over()) {
            return outcome(path, RunEnded.Outcome.FINISHED, told.state());
        }
        Optional<Checkpoint> checkpoint = told.checkpoint().map(Path::of).map(this::open);
        RunFile whole = checkpoint.map(kept -> KeptTokenizer.ofRun(run, kept.folder(), audience::note)).orElse(run);
        try (PreparedRun opened = opening.open(whole, checkpoint.map(kept -> told.state()))) {
            told.requireSame(opened, ranks.rank());
            PreparedRun prepared = opened.withoutSuites().with(ranks.schedule(opened.schedule()));
            EngineOptions options = RunOpening.options(prepared, Optional.of(told.state()));
            TrainingState training = checkpoint.map(kept -> kept.training(run.parallel().local().isPresent()))
                    .orElseGet(() -> TrainingState.of(StartingModel.of(prepared)));
            RunPoint point = new RunPoint(told.state(), training, checkpoint.isPresent(), true);
            audience.outline(prepared, options);
            TrainingLoop loop = new TrainingLoop(prepared, options, audience, Saver.NOTHING, Optional.empty(), ranks, audience::note);
            RunEnded.Outcome outcome = loop.train(point, path);
            return new TrainOutcome(path, outcome, loop.progress(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    private static TrainOutcome outcome(Path path, RunEnded.Outcome outcome, RunState state) {
        return new TrainOutcome(path, outcome, state.progress(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The run folder may lie elsewhere here; a checkpoint of another run does not lie in it. */
    private Checkpoint open(Path told) {
        Path here = folder.checkpoints().resolve(told.getFileName());
        Path found = Files.isDirectory(here) ? here : told;
        if (!Files.isDirectory(found)) {
            throw new GrowthException(Kind.CHECKPOINT, found + ": is not there for rank " + ranks.rank() + ", and rank 0 goes on from it;"
                    + " every rank must be able to read the run folder");
        }
        return Checkpoint.open(found);
    }
}
