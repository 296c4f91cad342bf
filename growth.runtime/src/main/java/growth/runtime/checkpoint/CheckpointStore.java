package growth.runtime.checkpoint;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Tokenizer;
import growth.api.model.ModelState;
import growth.formats.folder.FolderRecovery;
import growth.formats.folder.IoReason;
import growth.formats.folder.Storage;
import growth.formats.huggingface.FolderExtras;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one run, {@code step-NNNNNNNN} in one folder. The newest ones are kept; older ones are removed once a newer one is
 * safely on disk.
 */
public final class CheckpointStore {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    private static final Pattern NAME = Pattern.compile("step-(\\d{8,18})");
    private static final String DELETED = ".deleted-";
    private final Path folder;
    private final int keep;
    private final Storage storage;
    private final Map<String, String> texts;
    private final Optional<FolderExtras> extras;

    /**
     * @param folder where checkpoints stand; made when needed
     * @param keep   how many are kept, at least 1
     */
    public CheckpointStore(Path folder, int keep) {
        this(folder, keep, Storage.disk(), Map.of(), Optional.empty());
    }

    private CheckpointStore(Path folder, int keep, Storage storage, Map<String, String> texts, Optional<FolderExtras> extras) {
        this.folder = folder;
        this.keep = Math.max(1, keep);
        this.storage = storage;
        this.texts = Map.copyOf(texts);
        this.extras = extras;
    }

    /** Returns the same store on another disk. */
    CheckpointStore on(Storage other) {
        return new CheckpointStore(folder, keep, other, texts, extras);
    }

    /** Returns a store of the same checkpoints in another folder. */
    public CheckpointStore in(Path other) {
        return new CheckpointStore(other, keep, storage, texts, extras);
    }

    /**
     * Returns the same store, which saves them too.
     *
     * @param files  name → text of what every checkpoint holds besides, e.g. the run file
     * @param others files for other software, written beside the weights
     */
    public CheckpointStore with(Map<String, String> files, FolderExtras others) {
        return new CheckpointStore(folder, keep, storage, files, Optional.of(others));
    }

    /**
     * Saves a checkpoint, then removes surplus ones.
     *
     * @return the checkpoint's folder
     * @throws GrowthException (CHECKPOINT) in one line; checkpoints that were there before still are
     */
    public Path save(ModelState model, RunState run, Optional<Tokenizer> tokenizer) {
        return save(TrainingState.of(model), run, tokenizer, Set.of());
    }

    /**
     * As {@link #save(ModelState, RunState, Optional)}.
     *
     * @param training what is saved
     * @param spared   steps whose checkpoints are kept and not counted
     */
    public Path save(TrainingState training, RunState run, Optional<Tokenizer> tokenizer, Set<Long> spared) {
        Path target = at(run.progress().step());
        Checkpoint.save(target, training, run, tokenizer, texts, extras, storage);
        List<Path> all = newestFirst();
        all.stream().skip(all.indexOf(target)).filter(checkpoint -> !spared.contains(step(checkpoint))).skip(keep).forEach(this::remove);
        return target;
    }

    /** Returns the folder of the checkpoint of that step, whether there is one or not. */
    public Path at(long step) {
        return folder.resolve(String.format(Locale.ROOT, "step-%08d", step));
    }

    /** Removes the checkpoint of that step, if there is one. */
    public void remove(long step) {
        if (Files.exists(at(step))) {
            remove(at(step));
        }
    }

    /**
     * Where a run can go on.
     *
     * @param checkpoint the newest checkpoint that is whole, if any checkpoint was saved
     * @param damaged    folders of newer ones that are not
     */
    public record Found(Optional<Checkpoint> checkpoint, List<Path> damaged) {
        public Found {
            damaged = List.copyOf(damaged);
        }
    }

    /**
     * Finds where to go on. Half-written folders are removed; checkpoints stay as they are.
     *
     * @param log takes a line about each damaged checkpoint
     * @throws GrowthException (CHECKPOINT) if there are checkpoints but none is whole, or the newest is of another version
     */
    public Found find(Consumer<String> log) {
        FolderRecovery.recover(folder);
        GrowthException first = null;
        List<Path> damaged = new ArrayList<>();
        for (Path candidate : newestFirst()) {
            try {
                return new Found(Optional.of(Checkpoint.open(candidate)), damaged);
            } catch (GrowthException e) {
                if (e.key().filter(CheckpointManifest.FORMAT_KEY::equals).isPresent()) {
                    throw e;
                }
                first = first == null ? e : first;
                damaged.add(candidate);
                log.accept(e.getMessage() + "; going back to the previous checkpoint");
            }
        }
        if (first != null) {
            throw new GrowthException(Kind.CHECKPOINT, first.getMessage()
                    + "; no other checkpoint of the run is whole; what can be read of its model can begin a new run: model: {start: "
                    + damaged.get(0) + "}", first);
        }
        return new Found(Optional.empty(), damaged);
    }

    /**
     * Prepares the folder for a resumed run: renames damaged checkpoints (without deleting them), so that they neither count nor stand in
     * the way, and deletes leftovers of removed ones.
     */
    public void tidy(Found found) {
        found.damaged().forEach(this::setAside);
        removeLeftovers();
    }

    /** Returns the folders of all checkpoints, the newest first, whole or not. */
    public List<Path> newestFirst() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(p -> NAME.matcher(p.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(this::step).reversed()).toList();
        } catch (IOException e) {
            throw failure(folder, "cannot be read", e);
        }
    }

    private long step(Path checkpoint) {
        Matcher name = NAME.matcher(checkpoint.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }

    private void removeLeftovers() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path leftover : entries.filter(p -> p.getFileName().toString().startsWith(DELETED)).toList()) {
                delete(leftover);
            }
        } catch (IOException e) {
            throw failure(folder, "what is left of removed checkpoints cannot be removed", e);
        }
    }

    private void setAside(Path damaged) {
        try {
            Path aside = damaged.resolveSibling("damaged-" + damaged.getFileName());
            for (int i = 2; Files.exists(aside); i++) {
                aside = damaged.resolveSibling("damaged-" + damaged.getFileName() + "-" + i);
            }
            Files.move(damaged, aside);
        } catch (IOException e) {
            throw failure(damaged, "is damaged and cannot be renamed", e);
        }
    }

    /**
     * Removes a checkpoint, renaming it first so that a crash never leaves half of it under its name. A failure to remove does not end the
     * run.
     */
    private void remove(Path old) {
        try {
            Path renamed = old.resolveSibling(DELETED + old.getFileName());
            delete(renamed);
            Files.move(old, renamed, StandardCopyOption.ATOMIC_MOVE);
            delete(renamed);
        } catch (IOException e) {
            LOG.warn("{}: cannot be removed: {}", old, IoReason.of(e));
        }
    }

    private static void delete(Path checkpoint) throws IOException {
        if (!Files.exists(checkpoint)) {
            return;
        }
        try (Stream<Path> files = Files.walk(checkpoint)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static GrowthException failure(Path file, String what, IOException e) {
        return new GrowthException(Kind.CHECKPOINT, file + ": " + what + ": " + IoReason.of(e), e);
    }
}
