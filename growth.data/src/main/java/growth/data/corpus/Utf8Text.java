package growth.data.corpus;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/** Decodes UTF-8 strictly while it is read, counting bytes, so that an error has a place. */
final class Utf8Text {
    private static final int BUFFER = 1 << 16;

    private final String name;
    private final String unit;
    private long decoded;

    /**
     * Makes a decoder at the beginning of a text.
     *
     * @param name what errors call the text
     * @param unit what offsets count, e.g. {@code byte}
     */
    Utf8Text(String name, String unit) {
        this.name = name;
        this.unit = unit;
    }

    /** Returns the number of bytes decoded so far. */
    long decoded() {
        return decoded;
    }

    /** Reads to the end; refuses the first byte that is not UTF-8 (DATA). */
    void read(InputStream in, Consumer<CharBuffer> sink) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        CharBuffer characters = CharBuffer.allocate(BUFFER);
        boolean end = false;
        while (!end) {
            int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
            end = read < 0;
            bytes.position(bytes.position() + Math.max(read, 0));
            bytes.flip();
            CoderResult result = decoder.decode(bytes, characters, end);
            decoded += bytes.position();
            if (result.isError()) {
                throw invalid(bytes);
            }
            // A character takes at least as many bytes as it has UTF-16 units, so the output never overflows.
            bytes.compact();
            characters.flip();
            sink.accept(characters);
            characters.clear();
        }
    }

    private GrowthException invalid(ByteBuffer bytes) {
        if (FileStart.isBinary(bytes.array(), 0, bytes.limit())) {
            return FileStart.noText(name);
        }
        String value = String.format(Locale.ROOT, "0x%02X", bytes.get(bytes.position()));
        return new GrowthException(DATA, name + ": " + unit + " " + decoded + " (" + value
                + ") is not valid UTF-8; convert the file from its encoding, which file -i guesses, e.g. with iconv -f LATIN1 -t UTF-8");
    }
}
