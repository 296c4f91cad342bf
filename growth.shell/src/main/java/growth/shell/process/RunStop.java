package growth.shell.process;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.folder.ProcessIdentity.Standing;
import growth.runtime.folder.RunFolder;
import growth.runtime.folder.RunLock;
import growth.runtime.folder.RunProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Asks the process that works in a folder to save and end.
 *
 * @param folder the folder of a run or a study
 * @param target the process
 */
public record RunStop(RunFolder folder, RunProcess target) {
    private static final long LOOK_MILLIS = 50;
    private static final String SHELL = "shell";

    /** What became of it. */
    public enum Outcome {
        /** It has saved and ended. */
        ENDED,
        /** It is still there. */
        LATE,
        /** Nobody waits any more. */
        ABANDONED
    }

    /** Returns the stop of what works in that folder now; empty if nothing does. */
    public static Optional<RunStop> of(RunFolder folder) {
        return RunProcess.of(folder).filter(process -> process.identity().standing() != Standing.GONE)
                .map(process -> new RunStop(folder, process));
    }

    /**
     * Sends the signal that asks it to end, once it is sure that it is this very process.
     *
     * @throws GrowthException (CONFIGURATION) if it does more than this one thing, or is out of reach
     */
    public void ask() {
        require(target.identity().standing() == Standing.ALIVE, "it works in " + target.place() + "; stop it there");
        String others = target.place();
        require(target.identity().pid() != ProcessHandle.current().pid(), "it trains in this shell, which saves it when you leave");
        require(!target.command().startsWith(SHELL), others + " is a shell, which may train more; leave that shell, or stop it there");
        if (target.work().equals(RunLock.TRAINING)) {
            study().ifPresent(study -> require(false, others + " trains a whole study; stop that: growth stop " + study));
        }
        ProcessHandle process = target.identity().handle().orElse(null);
        if (process != null) {
            require(process.supportsNormalTermination(), "this system can only kill " + others);
            require(process.destroy() || !process.isAlive(), others + " belongs to somebody else");
        }
    }

    private void require(boolean is, String why) {
        if (!is) {
            throw new GrowthException(Kind.CONFIGURATION, folder.path() + ": cannot be stopped from here: " + why);
        }
    }

    /** A study's process has written itself down in the study's folder, too. */
    private Optional<Path> study() {
        for (Path above = folder.path().toAbsolutePath().getParent(); above != null; above = above.getParent()) {
            if (RunProcess.of(new RunFolder(above)).filter(p -> p.identity().equals(target.identity())).isPresent()) {
                return Optional.of(above);
            }
        }
        return Optional.empty();
    }

    /**
     * Waits until the process has ended.
     *
     * @param patience how long
     * @param stop     whether nobody waits any more
     */
    public Outcome await(Duration patience, BooleanSupplier stop) {
        long end = System.nanoTime() + patience.toNanos();
        while (target.identity().handle().isPresent()) {
            if (stop.getAsBoolean()) {
                return Outcome.ABANDONED;
            }
            if (System.nanoTime() > end) {
                return Outcome.LATE;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Outcome.ABANDONED;
            }
        }
        return Outcome.ENDED;
    }
}
