package growth.runtime.place;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.launcher.place.PlaceException;
import growth.launcher.place.Watcher;
import growth.launcher.place.Work;
import growth.runtime.folder.RunFolder;
import growth.runtime.train.TrainRequest;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A training as the command that a place carries out. The run file is handed over in the run folder, as resolved and with the folder that
 * its paths start from: every process reads the same run, and one that does not see the folder notices. Where run folders are not mounted,
 * it travels, and the records of the run are taken back.
 *
 * @param where   where
 * @param request the training; its listeners are not told, and its stop is not asked
 */
public record PlacedRun(Elsewhere where, TrainRequest request) {
    /** The option of {@code train} that takes a file which has to be there: the run folder must be that of whoever asks. */
    public static final String PROBE = "--probe";
    /** The option of {@code train} that takes the folder for tokenised data. */
    public static final String CACHE = "--cache";
    /** The option of {@code train} that takes the folder for the run as it stands before its first growth. */
    public static final String TRUNK = "--trunk";

    /** Returns the run folder. */
    public RunFolder folder() {
        return new RunFolder(request.out().orElseThrow().toAbsolutePath().normalize());
    }

    /**
     * Carries it out.
     *
     * @param words further options of the command
     * @return its exit status
     * @throws GrowthException (CONFIGURATION) if a run is to begin where there is something already, (CHECKPOINT) if there is none to
     *                         go on, or that of the place, if it takes nothing
     */
    public int run(List<String> words, Watcher watcher) {
        RunFolder folder = folder();
        where.store().ifPresent(store -> store.pull(folder.path()));
        if (!request.from().resume()) {
            folder.requireNew();
        } else if (request.from().branch().isEmpty()) {
            folder.requireRun();
        }
        folder.create();
        Path file = folder.path().resolve(".run-" + UUID.randomUUID() + ".yaml");
        folder.write(file, request.run().resolved());
        try {
            List<String> command = new ArrayList<>(command(folder, file));
            command.addAll(words);
            int status = where.place().run(new Work(request.run().name(), request.run().parallel().ranks(), command,
                    Path.of("").toAbsolutePath(), where.store().isPresent() ? List.of(file) : List.of(), folder.path(),
                    where.store().map(store -> store.uri(folder.path()))), watcher);
            where.store().ifPresent(store -> store.pull(folder.path()));
            return status;
        } catch (PlaceException e) {
            throw refusal(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrowthException(Kind.UNEXPECTED, request.run().name() + ": interrupted while it trained elsewhere", e);
        } finally {
            removed(file);
            // A run that was refused leaves nothing behind.
            removed(folder.path());
        }
    }

    /** Whatever comes in between, the same words are right: they begin a run, branch, or go on, whichever is to be done. */
    private List<String> command(RunFolder folder, Path file) {
        List<String> words = new ArrayList<>(List.of("train", file.toString(), "--out", folder.path().toString(), "--begin-or-resume"));
        if (where.store().isEmpty()) {
            words.addAll(List.of(PROBE, file.toString(), CACHE, absolute(request.shared().cache().orElse(folder.cache()))));
        }
        request.shared().trunk().ifPresent(trunk -> words.addAll(List.of(TRUNK, absolute(trunk))));
        request.from().branch().ifPresent(from -> words.addAll(List.of("--from", absolute(from))));
        if (request.from().changedPlugins()) {
            words.add("--changed-plugins");
        }
        return words;
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    /** Returns the failure of a place as one of a command. */
    static GrowthException refusal(PlaceException why) {
        return new GrowthException(kind(why.exitStatus()), why.getMessage(), why);
    }

    /** Returns the first kind of failure with that exit status. */
    static Kind kind(int status) {
        return Arrays.stream(Kind.values()).filter(one -> one.exitStatus() == status).findFirst().orElse(Kind.UNEXPECTED);
    }

    /** Removes a file, or a folder in which nothing is. */
    private static void removed(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            return;
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, path + ": cannot be removed: " + IoReason.of(e), e);
        }
    }
}
