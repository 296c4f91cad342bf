package growth.runtime.metrics;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Remarks on lines that could not be read as they should; neighbouring lines with the same fault share one. For one thread. */
final class ReadingRemarks {
    /** A file that is no record at all would have as many as lines. */
    private static final int MOST = 20;

    private final Path file;
    private final List<String> remarks = new ArrayList<>();
    private long first;
    private long last;
    private String fault = "";
    private long more;

    ReadingRemarks(Path file) {
        this.file = file;
    }

    /** Takes the fault of a line. */
    void add(long line, String what) {
        if (what.equals(fault) && line == last + 1) {
            last = line;
            return;
        }
        close();
        first = line;
        last = line;
        fault = what;
    }

    /** Returns the remarks so far. */
    List<String> all() {
        List<String> all = new ArrayList<>(remarks);
        if (!fault.isEmpty() && all.size() < MOST) {
            all.add(words());
        }
        long left = more + (!fault.isEmpty() && remarks.size() >= MOST ? 1 : 0);
        if (left > 0) {
            all.add(file + ": and " + left + " more such places");
        }
        return List.copyOf(all);
    }

    private void close() {
        if (!fault.isEmpty()) {
            if (remarks.size() < MOST) {
                remarks.add(words());
            } else {
                more++;
            }
        }
    }

    private String words() {
        return file + ":" + first + (last > first ? "-" + last : "") + ": " + fault;
    }
}
