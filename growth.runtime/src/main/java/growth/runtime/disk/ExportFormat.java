package growth.runtime.disk;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How an exported model is written. */
public enum ExportFormat {
    /** A folder that transformers' {@code from_pretrained} reads. */
    HF,
    /** One file that {@code SameDiff.load} of ND4J reads. */
    SAMEDIFF,
    /** A folder with one NumPy file per tensor. */
    NPY;

    /** Returns its name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the format of that name, if there is one. */
    public static Optional<ExportFormat> of(String id) {
        return Arrays.stream(values()).filter(format -> format.id().equals(id)).findFirst();
    }

    /** Returns all names. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(ExportFormat::id).toList();
    }
}
