package growth.formats.safetensors;

import growth.api.GrowthException;
import java.nio.file.Path;

/**
 * Says in one line what is wrong with a file.
 *
 * @param file the file
 * @param kind what its failure means to whoever asked for it
 */
record Refusal(Path file, GrowthException.Kind kind) {
    private static final int LONGEST = 120;

    /** Returns an error about the whole file, to be thrown. */
    GrowthException of(String message) {
        return new GrowthException(kind, file + ": " + message);
    }

    /** Returns an error about the whole file with its technical cause, to be thrown. */
    GrowthException of(String message, Exception cause) {
        return new GrowthException(kind, file + ": " + message, cause);
    }

    /** Returns an error about one tensor, to be thrown. */
    GrowthException of(String tensor, String message) {
        return of("tensor " + quoted(tensor) + ": " + message);
    }

    /** Returns untrusted text in quotation marks, made fit for one line of a terminal. */
    static String quoted(String text) {
        return "'" + oneLine(text) + "'";
    }

    /** Returns untrusted text, made fit for one line of a terminal. */
    static String oneLine(String text) {
        String shortened = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return shortened.replaceAll("\\p{C}", "?");
    }
}
