package growth.spark.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A run folder of this process, and the store that keeps it. A checkpoint's state, which lists its other files with their digests, goes
 * there last and is looked for first: one without it is not taken. Records go before the checkpoints that they tell of. For one thread at a
 * time.
 */
final class StoredRun {
    private static final String CHECKPOINTS = "checkpoints";
    private static final String STEP = "step-";
    private static final String STATE = "state.json";

    private final HadoopStore store;
    private final Path here;
    private final Set<String> kept = new HashSet<>();
    private final Map<Path, Stamp> sent = new HashMap<>();

    /** What tells whether a file has changed. */
    private record Stamp(long bytes, long millis) {
    }

    /** @param here the run folder of this process */
    StoredRun(HadoopStore store, Path here) {
        this.store = store;
        this.here = here;
    }

    /** Takes the run from the store: records, and checkpoints that are whole. */
    void pull() throws IOException {
        store.pull("", here);
        for (String folder : store.folders("")) {
            if (!folder.equals(CHECKPOINTS)) {
                store.pullAll(folder, here.resolve(folder));
            }
        }
        for (String checkpoint : store.folders(CHECKPOINTS)) {
            String path = CHECKPOINTS + "/" + checkpoint;
            if (checkpoint.startsWith(STEP) && store.holds(path + "/" + STATE)) {
                store.pullAll(path, here.resolve(path));
                kept.add(checkpoint);
            }
        }
    }

    /** Brings to the store what has changed: records, checkpoints that are new; removes those that are gone here. */
    void push() throws IOException {
        Set<String> there = checkpoints();
        records(here);
        for (String checkpoint : there) {
            if (!kept.contains(checkpoint) && pushed(checkpoint)) {
                kept.add(checkpoint);
            }
        }
        for (String checkpoint : store.folders(CHECKPOINTS)) {
            if (!there.contains(checkpoint)) {
                store.delete(CHECKPOINTS + "/" + checkpoint);
                kept.remove(checkpoint);
            }
        }
    }

    /** Returns whether there is a checkpoint that the store lacks. */
    boolean isAhead() throws IOException {
        return !kept.containsAll(checkpoints());
    }

    private Set<String> checkpoints() throws IOException {
        Set<String> names = new HashSet<>();
        for (Path entry : list(here.resolve(CHECKPOINTS))) {
            if (entry.getFileName().toString().startsWith(STEP) && Files.exists(entry.resolve(STATE))) {
                names.add(entry.getFileName().toString());
            }
        }
        return names;
    }

    /** Returns whether the checkpoint was brought there; it may go while it is read. */
    private boolean pushed(String checkpoint) throws IOException {
        String path = CHECKPOINTS + "/" + checkpoint;
        store.delete(path);
        try {
            for (Path file : list(here.resolve(path))) {
                if (!file.getFileName().toString().equals(STATE)) {
                    store.push(file, path + "/" + file.getFileName());
                }
            }
            store.push(here.resolve(path).resolve(STATE), path + "/" + STATE);
            return true;
        } catch (NoSuchFileException e) {
            store.delete(path);
            return false;
        }
    }

    private void records(Path folder) throws IOException {
        for (Path entry : list(folder)) {
            if (Files.isDirectory(entry)) {
                if (!entry.equals(here.resolve(CHECKPOINTS))) {
                    records(entry);
                }
            } else {
                record(entry);
            }
        }
    }

    private void record(Path file) throws IOException {
        try {
            Stamp now = new Stamp(Files.size(file), Files.getLastModifiedTime(file).toMillis());
            if (!now.equals(sent.get(file))) {
                store.push(file, here.relativize(file).toString());
                sent.put(file, now);
            }
        } catch (NoSuchFileException e) {
            sent.remove(file);
        }
    }

    /** Returns what is in a folder, but for what is hidden. */
    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith(".")).sorted().toList();
        }
    }
}
