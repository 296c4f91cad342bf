package growth.runtime.place;

import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.launcher.place.Watcher;
import growth.runtime.train.Audience;
import growth.runtime.train.TrainOutcome;
import growth.runtime.train.TrainRequest;
import growth.runtime.train.Trainer;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Trains runs at a place, see {@link PlacedRun}, and tells the listeners here what is printed there. Installed listeners hear of a run
 * where it trains. Used by several threads at a time.
 *
 * @param where where
 * @param notes takes lines of the place about a run, such as that it goes on on another executor
 */
public record PlacedTrainer(Elsewhere where, Consumer<String> notes) implements Trainer {
    /** The option of {@code train} that says for whom it prints. */
    public static final String PRINT = "--print";
    /** Its value for this trainer. */
    public static final String EVENTS = "events";
    /** How often a run goes on after it was stopped there, though nobody here asked for it, without having come further. */
    private static final int TRIES = 3;

    @Override
    public TrainOutcome train(TrainRequest request) {
        TrainOutcome outcome = once(request);
        long reached = -1;
        int tries = 0;
        while (outcome.outcome() == Outcome.STOPPED && !request.stop().getAsBoolean() && tries < TRIES) {
            // Its executor was asked to leave, and let it save.
            tries = outcome.progress().step() > reached ? 1 : tries + 1;
            reached = outcome.progress().step();
            notes.accept(request.run().name() + ": was stopped and saved there at step " + reached + "; it goes on");
            outcome = once(request.from(new TrainRequest.From(true, request.from().branch(), request.from().changedPlugins())));
        }
        return outcome;
    }

    private TrainOutcome once(TrainRequest request) {
        PlacedRun run = new PlacedRun(where, request);
        String name = request.run().name() + ": ";
        HeardRun heard = new HeardRun(run.folder(), new Audience(request.listeners()),
                line -> notes.accept(line.startsWith(name) ? line : name + line));
        int status = run.run(List.of(PRINT, EVENTS), new Hearing(heard, request.stop()));
        return heard.ended(status, request.run().name());
    }

    /** What the place hands over. */
    private record Hearing(HeardRun run, BooleanSupplier asked) implements Watcher {
        @Override
        public void printed(String line) {
            run.printed(line);
        }

        @Override
        public void note(String line) {
            run.note(line);
        }

        @Override
        public boolean stop() {
            return asked.getAsBoolean();
        }
    }
}
