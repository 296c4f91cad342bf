package growth.report.watch;

import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Follows a run folder, or all runs of a folder, such as a study's. It finds out again at every look which of them it is, since a folder
 * may be watched before anything is in it. For one thread.
 */
public final class FolderWatch {
    private static final String RECORD = "metrics.jsonl";
    private static final String STUDY = "study.yaml";
    /** A study's runs lie in {@code runs/ARM/TRIAL/seed-N}. */
    private static final int DEEPEST = 5;
    private final Path folder;
    private final Function<Path, List<Path>> planned;
    private final LongSupplier millis;
    private final Map<Path, RunWatch> runs = new LinkedHashMap<>();
    private FileTime studyTime;
    private List<Path> studyRuns = List.of();

    /**
     * @param folder  a run folder or a folder of runs; it need not be there yet
     * @param planned the run folders, within its folder, of the study in that {@code study.yaml}
     */
    public FolderWatch(Path folder, Function<Path, List<Path>> planned) {
        this(folder, planned, System::currentTimeMillis);
    }

    /** @param millis the clock, milliseconds since 1970 */
    FolderWatch(Path folder, Function<Path, List<Path>> planned, LongSupplier millis) {
        this.folder = folder;
        this.planned = planned;
        this.millis = millis;
    }

    /**
     * Returns what is there now.
     *
     * @throws GrowthException (DATA) if the folder cannot be read
     */
    public Watched look() {
        List<String> notes = new ArrayList<>();
        boolean study = Files.exists(folder.resolve(STUDY));
        List<Path> folders = study ? studyRuns(notes) : isRun() ? List.of(folder) : recorded(folder);
        boolean several = study || !folders.isEmpty() && !folders.equals(List.of(folder));
        List<Path> watched = several ? folders : List.of(folder);
        runs.keySet().retainAll(watched);
        List<RunView> views = new ArrayList<>();
        for (Path run : watched) {
            try {
                RunView view = runs.computeIfAbsent(run, path -> new RunWatch(name(several, path), path)).look(millis.getAsLong());
                view.metrics().remarks().forEach(notes::add);
                views.add(view);
            } catch (GrowthException e) {
                notes.add(e.getMessage());
            }
        }
        return new Watched(title(), several, views, notes);
    }

    private boolean isRun() {
        return Files.exists(folder.resolve(RECORD)) || Files.exists(folder.resolve("provenance.json"));
    }

    private String title() {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? folder.toString() : name.toString();
    }

    private String name(boolean several, Path run) {
        if (!several) {
            return title();
        }
        Path runsFolder = folder.resolve("runs");
        return (run.startsWith(runsFolder) ? runsFolder : folder).relativize(run).toString().replace('\\', '/');
    }

    private List<Path> studyRuns(List<String> notes) {
        Path file = folder.resolve(STUDY);
        try {
            FileTime time = Files.getLastModifiedTime(file);
            if (!time.equals(studyTime)) {
                studyRuns = planned.apply(file).stream().map(folder::resolve).toList();
                studyTime = time;
            }
            return studyRuns;
        } catch (IOException e) {
            notes.add(file + ": cannot be read: " + IoReason.of(e));
            return recorded(folder.resolve("runs"));
        } catch (GrowthException e) {
            notes.add(e.getMessage());
            return recorded(folder.resolve("runs"));
        }
    }

    /** Returns the folders below that one which hold the record of a run. */
    private static List<Path> recorded(Path top) {
        if (!Files.isDirectory(top)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(top, DEEPEST, (path, is) -> path.endsWith(RECORD))) {
            return files.map(Path::getParent).sorted().toList();
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.DATA, top + ": cannot be read: " + IoReason.of(e), e);
        } catch (UncheckedIOException e) {
            throw new GrowthException(GrowthException.Kind.DATA, top + ": cannot be read: " + IoReason.of(e.getCause()), e);
        }
    }
}
