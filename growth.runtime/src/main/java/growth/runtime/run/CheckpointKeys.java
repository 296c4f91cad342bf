package growth.runtime.run;

import growth.api.TrainingTime;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
import growth.api.options.Range;
import java.util.List;
import java.util.Optional;

/** How run files say when a run is saved, and which checkpoints stay. */
final class CheckpointKeys {
    private static final Range COUNT = Range.between(1, Integer.MAX_VALUE);

    private CheckpointKeys() {
    }

    /** @return the declarations */
    static List<OptionSpec> specs() {
        return List.of(
                OptionSpec.optional("every", OptionType.TIME, "how often the run is saved, in its own progress; without it by minutes"
                        + " alone"),
                OptionSpec.of("minutes", OptionType.NUMBER, "5", "minutes on the clock after which the run is saved at the latest, so that"
                        + " a crash costs no more; longer where saving would take more than a twentieth of the time; 0 for never")
                        .in(Range.atLeast(0)),
                OptionSpec.of("keep", OptionType.INTEGER, "2", "how many of the newest checkpoints stay").in(COUNT),
                OptionSpec.of("keep-best", OptionType.FLAG, "false",
                        "whether the run is also saved at each new lowest validation loss; the best checkpoint then stays besides"));
    }

    static RunFile.Checkpoint read(Options checkpoint, Optional<TrainingTime> every) {
        return new RunFile.Checkpoint(every, checkpoint.number("minutes"), checkpoint.integer("keep"), checkpoint.flag("keep-best"));
    }
}
