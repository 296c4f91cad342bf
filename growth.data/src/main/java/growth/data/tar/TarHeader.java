package growth.data.tar;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One block of 512 bytes before the contents of every entry (POSIX 1003.1, pax, section ustar; GNU tar's manual, Basic Tar Format).
 *
 * @param block the bytes
 */
record TarHeader(byte[] block) {
    static final int SIZE = 512;
    private static final int NAME = 100;
    private static final int LENGTH = 124;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int NUMBER = 12;
    private static final int SUM = 8;

    /** Returns whether it is a block of zeros; two of them end an archive. */
    boolean isEnd() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the checksum is right. */
    boolean isValid() {
        long sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + SUM ? ' ' : Byte.toUnsignedInt(block[i]);
        }
        return octal(CHECKSUM, SUM).filter(Long.valueOf(sum)::equals).isPresent();
    }

    /** Returns what the entry is: {@code 0} a file, {@code 5} a folder, others are notes for the entry behind them or links. */
    char type() {
        return (char) block[TYPE];
    }

    /** Returns the length of the contents in bytes; empty if the field is no number. */
    Optional<Long> length() {
        if (block[LENGTH] >= 0) {
            return octal(LENGTH, NUMBER);
        }
        // GNU's way for more than 8 GB: the highest bit, then a number of 95 bits, of which 63 are believed.
        long length = 0;
        for (int i = LENGTH + NUMBER - Long.BYTES; i < LENGTH + NUMBER; i++) {
            length = length << 8 | Byte.toUnsignedLong(block[i]);
        }
        return length < 0 ? Optional.empty() : Optional.of(length);
    }

    String name() {
        String name = text(0, NAME);
        boolean posix = new String(block, MAGIC, SUM - 2, StandardCharsets.ISO_8859_1).equals("ustar\0");
        String prefix = posix ? text(PREFIX, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private String text(int from, int most) {
        int length = 0;
        while (length < most && block[from + length] != 0) {
            length++;
        }
        return new String(block, from, length, StandardCharsets.UTF_8);
    }

    private Optional<Long> octal(int from, int most) {
        String digits = text(from, most).strip();
        if (!digits.matches("[0-7]{1,12}")) {
            return digits.isEmpty() ? Optional.of(0L) : Optional.empty();
        }
        return Optional.of(Long.parseLong(digits, 8));
    }
}
