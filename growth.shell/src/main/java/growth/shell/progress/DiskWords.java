package growth.shell.progress;

import growth.api.operator.Preservation;
import growth.formats.safetensors.TensorType;
import growth.runtime.disk.GrownCheckpoint;
import growth.runtime.disk.GrownCheckpoint.LogitChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Describes what only a growth on disk has: rounding, and the files that came along. */
final class DiskWords {
    private static final int NAMED = 8;

    private DiskWords() {
    }

    /** Returns the claim with its limit: values are rounded to the type of the file. */
    static String claim(GrownCheckpoint grown) {
        Preservation claimed = grown.report().change().claimed();
        boolean rounded = grown.type() == TensorType.BF16 || grown.type() == TensorType.F16;
        return claimed.words() + (claimed != Preservation.NONE && rounded ? " before values are rounded to " + grown.type()
                + "; --dtype f32 keeps them" : "");
    }

    /** Returns the lines of a box. */
    static List<String> of(GrownCheckpoint grown) {
        List<String> lines = new ArrayList<>();
        lines.add("measured  " + grown.change().map(change -> words(change, grown.type())).orElseGet(() -> "not: " + grown.notMeasured()));
        if (!grown.carried().isEmpty()) {
            lines.add("carried   " + names(grown.carried()));
        }
        if (!grown.leftOut().isEmpty()) {
            lines.add("left out  " + names(grown.leftOut()));
        }
        lines.add(String.format(Locale.ROOT, "on disk   after %.2f s, with reading and writing", grown.seconds()));
        return lines;
    }

    private static String words(LogitChange change, TensorType type) {
        return String.format(Locale.ROOT, "max |Δlogit| %.2e (%.1e of the largest) as written in %s, on %s", change.largest(),
                change.relative(), type, change.input());
    }

    private static String names(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }
}
