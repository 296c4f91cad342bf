package growth.runtime.plan;

import growth.api.Amounts;
import growth.runtime.run.RunFile;
import growth.runtime.run.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/** Describes when a run is saved and how much space that takes. */
public final class SavingWords {
    private SavingWords() {
    }

    /** Returns e.g. {@code saved every 5 minutes and at the end; the newest 2 checkpoints stay, each of up to 8.8 MB}. */
    static String of(RunFile run, List<Plan.Stage> stages) {
        RunFile.Checkpoint checkpoint = run.checkpoint();
        List<String> times = new ArrayList<>();
        checkpoint.every().ifPresent(every -> times.add("every " + every));
        if (checkpoint.minutes() > 0) {
            times.add("every " + minutes(checkpoint.minutes()) + " on the clock");
        }
        if (checkpoint.keepBest()) {
            times.add("at each new lowest validation loss");
        }
        String when = times.isEmpty() ? "at the end only" : String.join(", ", times) + " and at the end";
        String kept = checkpoint.keep() == 1 ? "the newest checkpoint stays" : "the newest " + checkpoint.keep() + " checkpoints stay";
        return "saved " + when + "; " + kept + (checkpoint.keepBest() ? ", and the best" : "") + ", each of up to "
                + Amounts.bytes(bytes(run, stages));
    }

    private static String minutes(double minutes) {
        String amount = Amounts.duration(minutes * 60);
        return minutes == Math.rint(minutes) && minutes < 60 ? (long) minutes + (minutes == 1 ? " minute" : " minutes") : amount;
    }

    /** Returns the bytes of a checkpoint: parameters, their optimizer state (less for muon's matrices), and averages. */
    public static double bytes(RunFile run, List<Plan.Stage> stages) {
        long parameters = stages.stream().mapToLong(Plan.Stage::parameters).max().orElse(0);
        int remembered = run.training().optimizer().kind() == TrainingSettings.Optimizer.Kind.MUON ? 1 : 2;
        return (double) Float.BYTES * parameters * (1 + remembered + run.training().averages().size());
    }
}
