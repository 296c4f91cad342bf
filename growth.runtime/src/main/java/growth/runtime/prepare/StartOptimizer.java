package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.ModelLocation;
import growth.runtime.checkpoint.RunState;
import growth.runtime.run.ModelSettings;
import growth.runtime.run.RunFile;
import java.nio.file.Path;
import java.util.Optional;

/** Decides what a run takes over, besides the model, from the checkpoint that it starts from. */
public final class StartOptimizer {
    private static final String NAME = "start-optimizer";

    private StartOptimizer() {
    }

    /** @throws GrowthException (CONFIGURATION) with the place, if the optimizer shall go on and the folder does not say how */
    static void check(RunFile run) {
        ModelSettings model = run.model();
        if (!model.startOptimizer()) {
            return;
        }
        String place = model.place(NAME) + ": model." + NAME + ": ";
        if (model.start().isEmpty()) {
            throw new GrowthException(Kind.CONFIGURATION, place + "there is no model.start whose optimizer could continue; leave it out");
        }
        Path folder = model.start().get();
        Optional<String> remembered;
        try {
            remembered = Checkpoint.optimizer(folder);
        } catch (GrowthException e) {
            throw e.at(place.substring(0, place.length() - 2));
        }
        String kind = run.training().optimizer().settings().kind();
        String kept = remembered.orElseThrow(() -> new GrowthException(Kind.CONFIGURATION, place + folder
                + " is not a checkpoint of a run, so it holds no optimizer state; leave it out"));
        if (!kept.equals(kind)) {
            throw new GrowthException(Kind.CONFIGURATION, place + folder + " was trained with " + kept + ", and what that remembers is no "
                    + "state of " + kind + "; leave it out, or train with " + kept);
        }
    }

    /** Returns a line for the plan: what the run starts from and what it takes over. */
    public static Optional<String> words(RunFile run) {
        return run.model().start().map(folder -> "starts from " + folder + origin(folder) + ", optimizer state "
                + (run.model().startOptimizer() ? "carried" : "reset") + "; learning rate, data and progress start afresh, and the "
                + "loss at step 0 is measured");
    }

    private static String origin(Path folder) {
        Optional<RunState> saved = ModelLocation.run(folder);
        return saved.map(state -> " (step " + state.progress().step() + " of a run)").orElse("");
    }
}
