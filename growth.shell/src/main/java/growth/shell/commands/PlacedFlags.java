package growth.shell.commands;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.folder.ProcessIdentity;
import growth.runtime.place.PlacedRun;
import growth.runtime.place.PlacedTrainer;
import growth.runtime.place.PrintedRun;
import growth.runtime.train.TrainRequest;
import growth.shell.command.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options with which a program elsewhere has a run trained here, see {@link PlacedRun}. They are not for users. */
final class PlacedFlags {
    @Option(names = PlacedTrainer.PRINT, hidden = true, paramLabel = "WHAT", description = "events: prints each event as its line of "
            + "metrics.jsonl, and nothing else")
    private String print;

    @Option(names = PlacedRun.CACHE, hidden = true, paramLabel = "DIR", description = "the folder for tokenised data")
    private Path cache;

    @Option(names = PlacedRun.TRUNK, hidden = true, paramLabel = "DIR", description = "takes the run as it stands before its first growth, "
            + "for other runs to branch from")
    private Path trunk;

    @Option(names = PlacedRun.PROBE, hidden = true, paramLabel = "FILE", description = "a file that whoever asks has just written")
    private Path probe;

    /** Returns what prints events, if they are wanted. */
    Optional<PrintedRun> printed(Console console) {
        if (print != null && !print.equals(PlacedTrainer.EVENTS)) {
            throw new GrowthException(Kind.CONFIGURATION, PlacedTrainer.PRINT + ": '" + print + "' is nothing that can be printed; write "
                    + PlacedTrainer.EVENTS);
        }
        return Optional.ofNullable(print).map(events -> new PrintedRun(console.out()));
    }

    /**
     * Checks that this process sees the folder of whoever asks.
     *
     * @throws GrowthException (CHECKPOINT) if not
     */
    void requireProbe(Console console) {
        Optional<Path> asked = Optional.ofNullable(probe).map(console::resolve).filter(file -> !Files.isReadable(file));
        if (asked.isPresent()) {
            throw new GrowthException(Kind.CHECKPOINT, asked.get().getParent() + ": " + ProcessIdentity.current().host() + " cannot read "
                    + asked.get().getFileName() + " there, which has just been written; the run folder has to lie where every machine"
                    + " reads and writes it under this path");
        }
    }

    /** Returns what the run has in common with others. */
    TrainRequest.Shared shared(Console console) {
        return new TrainRequest.Shared(Optional.ofNullable(cache).map(console::resolve), Optional.ofNullable(trunk).map(console::resolve));
    }
}
