package growth.formats.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reads whole files into memory, up to a bound; also pipes and devices, of which nobody knows the size before. */
public final class WholeFile {
    /** Tokenizers are the largest files that are held as a whole, some ten megabytes. */
    public static final int LARGEST = 256 << 20;
    /** Bound of files that people write, or that hold a few facts. */
    public static final int SMALL = 16 << 20;

    private WholeFile() {
    }

    /**
     * Returns the contents.
     *
     * @param most bytes that the file may have
     * @throws IOException if it cannot be read, or has more, in words
     */
    public static byte[] bytes(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return bytes(in, most);
        }
    }

    /**
     * Returns what is left in a stream.
     *
     * @param most bytes that it may give
     * @throws IOException if it cannot be read, or gives more, in words
     */
    public static byte[] bytes(InputStream in, int most) throws IOException {
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new IOException(String.format(Locale.ROOT, "it has more than the %,d MB that are read of such a file", most >> 20));
        }
        return bytes;
    }

    /**
     * Returns the contents as text.
     *
     * @param most bytes that the file may have
     * @throws java.nio.charset.CharacterCodingException if they are not UTF-8
     * @throws IOException                               if the file cannot be read, or has more, in words
     */
    public static String text(Path file, int most) throws IOException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(file, most))).toString();
    }
}
