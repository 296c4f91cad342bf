package growth.runtime.config;

import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import growth.runtime.config.YamlValue.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file of YAML of bounded size, also from a pipe. */
public final class YamlFile {
    private YamlFile() {
    }

    /**
     * Returns the document.
     *
     * @param file the file, as errors name it
     * @param copy what is read: the file itself or a copy of it
     * @param what what the file is meant to be, e.g. {@code run file}
     * @throws GrowthException (CONFIGURATION) with file and line
     */
    public static Mapping read(Path file, Path copy, String what) {
        return YamlReader.document(file.toString(), text(file, copy, what));
    }

    private static String text(Path file, Path copy, String what) {
        try (InputStream in = Files.newInputStream(copy)) {
            // pipes and devices have no size that could be asked for; four bytes are the longest character
            byte[] bytes = in.readNBytes(4 * YamlBounds.LONGEST_DOCUMENT + 1);
            if (bytes.length > 4 * YamlBounds.LONGEST_DOCUMENT) {
                throw new GrowthException(GrowthException.Kind.CONFIGURATION, file + ":1: more than "
                        + bytes.length / 1_000_000 + " MB are too much for a " + what);
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, file + ": not UTF-8 text", e);
        } catch (IOException e) {
            String why = Files.isDirectory(file) ? "is a folder, not a " + what : IoReason.of(e);
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, file + ": " + why, e);
        }
    }
}
