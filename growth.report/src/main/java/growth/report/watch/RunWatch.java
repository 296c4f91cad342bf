package growth.report.watch;

import growth.api.GrowthException;
import growth.runtime.folder.RunFolder;
import growth.runtime.metrics.MetricsFollower;
import growth.runtime.metrics.RunMetrics;
import growth.runtime.metrics.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/** Follows one run folder, which need not be there yet. For one thread. */
final class RunWatch {
    static final RunMetrics NOTHING = new RunMetrics(List.of(), List.of(), Steps.NONE, List.of(), List.of(),
            List.of(), List.of(), List.of(), Optional.empty(), List.of());
    private final String name;
    private final RunFolder folder;
    private final MetricsFollower follower;
    private RunMetrics metrics = NOTHING;
    private Optional<Seen> seen = Optional.empty();
    private FileTime settingsTime;
    private RunLength length = RunLength.UNKNOWN;

    /**
     * @param name   what it is called
     * @param folder the run folder
     */
    RunWatch(String name, Path folder) {
        this.name = name;
        this.folder = new RunFolder(folder);
        follower = new MetricsFollower(this.folder.metrics());
    }

    /**
     * Returns the run as it is now.
     *
     * @param millis now, since 1970
     * @throws GrowthException (DATA) if its record cannot be read
     */
    RunView look(long millis) {
        Optional<Seen> now = seen();
        if (now.isEmpty() || !now.equals(seen)) {
            // An unchanged record is not copied again at every look.
            metrics = follower.poll().isPresent() ? follower.whole() : NOTHING;
            seen = now;
        }
        settings();
        double silence = now.map(file -> (millis - file.changed().toMillis()) / 1e3).orElse(0.0);
        return new RunView(name, RunView.State.of(metrics), metrics, length.duration(), length.unit(), Math.max(0, silence));
    }

    private Optional<Seen> seen() {
        try {
            BasicFileAttributes file = Files.readAttributes(folder.metrics(), BasicFileAttributes.class);
            return Optional.of(new Seen(file.fileKey(), file.size(), file.lastModifiedTime()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Which file it was, and how it stood. */
    private record Seen(Object identity, long size, FileTime changed) {
    }

    /** Reads what the run file tells, again when it has changed, as a resume may do. A run file that cannot be read tells nothing. */
    private void settings() {
        try {
            FileTime time = Files.getLastModifiedTime(folder.runFile());
            if (!time.equals(settingsTime)) {
                length = RunLength.of(folder.runFile());
                settingsTime = time;
            }
        } catch (IOException e) {
            length = RunLength.UNKNOWN;
        }
    }
}
