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
import java.util.Arrays;
import java.util.Optional;

/**
 * The first bytes of a file, and what they reveal about it.
 *
 * @param bytes at most {@value #LENGTH}
 */
record FileStart(byte[] bytes) {
    static final int LENGTH = 4096;
    private static final int FEW = 8;

    /** Looks ahead in a stream that can be marked. */
    static FileStart of(InputStream in) throws IOException {
        in.mark(LENGTH);
        byte[] bytes = in.readNBytes(LENGTH);
        in.reset();
        return new FileStart(bytes);
    }

    /** Returns the bytes as text, as far as they are UTF-8. */
    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Returns whether it is valid UTF-8, up to a character cut off at the end, without control characters that no text has. */
    boolean looksLikeText() {
        return controls(bytes, 0, bytes.length) == 0 && isUtf8();
    }

    private boolean isUtf8() {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length + 1), bytes.length < LENGTH);
        return !result.isError();
    }

    /** Returns whether these bytes have too many control characters to be text in any single-byte encoding. */
    static boolean isBinary(byte[] bytes, int from, int to) {
        return controls(bytes, from, to) * 50L > to - from;
    }

    /** Returns whether it is no text in any encoding: it has many zeros or control characters, more of them if it is valid UTF-8. */
    boolean isBinary() {
        int zeros = 0;
        for (byte b : bytes) {
            zeros += b == 0 ? 1 : 0;
        }
        return zeros * 50L > bytes.length || controls(bytes, 0, bytes.length) * 2L > bytes.length
                || !isUtf8() && isBinary(bytes, 0, bytes.length);
    }

    private static int controls(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            boolean used = bytes[i] >= '\b' && bytes[i] <= '\r' || bytes[i] == 0x1B || bytes[i] == 0x1A;
            count += bytes[i] >= 0 && bytes[i] < ' ' && !used ? 1 : 0;
        }
        return count;
    }

    /** Returns the name of a Unicode encoding of wider units, if the file begins with its mark. */
    Optional<String> wideUnicode() {
        if (begins(0xFF, 0xFE, 0, 0)) {
            return Optional.of("UTF-32LE");
        }
        if (begins(0, 0, 0xFE, 0xFF)) {
            return Optional.of("UTF-32BE");
        }
        return begins(0xFF, 0xFE) ? Optional.of("UTF-16LE") : begins(0xFE, 0xFF) ? Optional.of("UTF-16BE") : Optional.empty();
    }

    /**
     * Returns the width in bytes of numbers whose high bytes are all 0, as token ids and text in UTF-16 or UTF-32 have them; 0 if there is
     * no such pattern.
     */
    int wideUnits() {
        if (bytes.length < FEW) {
            return 0;
        }
        for (int width : new int[] {4, 2}) {
            for (int low : new int[] {0, width - 1}) {
                if (zeros(width, low) * 10 >= bytes.length / width * (width - 1) * 9 && zerosAt(width, low) * 10 <= bytes.length / width) {
                    return width;
                }
            }
        }
        return 0;
    }

    /** How many bytes are 0 but for those at the low place. */
    private int zeros(int width, int low) {
        int count = 0;
        for (int i = 0; i < bytes.length / width * width; i++) {
            count += i % width != low && bytes[i] == 0 ? 1 : 0;
        }
        return count;
    }

    private int zerosAt(int width, int low) {
        int count = 0;
        for (int i = low; i < bytes.length / width * width; i += width) {
            count += bytes[i] == 0 ? 1 : 0;
        }
        return count;
    }

    private boolean begins(int... values) {
        return bytes.length >= values.length
                && Arrays.equals(Arrays.stream(values).toArray(), unsigned(values.length));
    }

    private int[] unsigned(int count) {
        int[] values = new int[count];
        Arrays.setAll(values, i -> Byte.toUnsignedInt(bytes[i]));
        return values;
    }

    /**
     * Refuses what is no text by what it is, and never with advice for text.
     *
     * @param name the file
     * @throws GrowthException (DATA) that says what it is and what to do
     */
    void requireText(String name) {
        wideUnicode().ifPresent(encoding -> {
            throw new GrowthException(DATA, name + ": is text in " + encoding + "; convert it with iconv -f "
                    + encoding.substring(0, "UTF-16".length()) + " -t UTF-8");
        });
        FileKind.of(this).ifPresent(kind -> {
            throw new GrowthException(DATA, name + ": is " + kind.words() + "; " + kind.advice());
        });
        int width = wideUnits();
        if (width > 0) {
            throw new GrowthException(DATA, name + ": is no UTF-8 text: " + (width == 2 ? "every second byte is 0"
                    : "three of four bytes are 0") + "; token ids of " + width * Byte.SIZE
                    + " bits go to data of kind tokens, text in UTF-" + width * Byte.SIZE + " is converted with iconv -f UTF-"
                    + width * Byte.SIZE + "LE -t UTF-8");
        }
        if (isBinary()) {
            throw noText(name);
        }
    }

    /** Returns the error of a file that is no text in any encoding, to be thrown. */
    static GrowthException noText(String name) {
        return new GrowthException(DATA, name + ": is no text: it is full of control characters; give UTF-8 text, JSON Lines (.jsonl) or"
                + " Parquet, plain or packed");
    }
}
