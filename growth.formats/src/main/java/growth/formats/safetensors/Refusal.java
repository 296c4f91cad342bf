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

    /** @return an error about the whole file, to be thrown */
    GrowthException of(String message) {
        return new GrowthException(kind, file + ": " + message);
    }

    /** @return an error about the whole file with its technical cause, to be thrown */
    GrowthException of(String message, Exception cause) {
        return new GrowthException(kind, file + ": " + message, cause);
    }

    /** @return an error about one tensor, to be thrown */
    GrowthException of(String tensor, String message) {
        return of("tensor " + quoted(tensor) + ": " + message);
    }

    /** @return text of a hostile file, made fit for one line of a terminal, in quotation marks */
    static String quoted(String text) {
        return "'" + oneLine(text) + "'";
    }

    /** @return text that may hold anything, made fit for one line of a terminal */
    static String oneLine(String text) {
        String shortened = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return shortened.replaceAll("\\p{C}", "?");
    }
}
