package growth.data.tokenfiles;

import growth.data.tokenfiles.TokenFile.IdLayout;
import growth.data.tokens.TokenWidth;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header of a NumPy array file, versions 1 to 3 (NumPy, numpy.lib.format). */
final class NpyHeader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LENGTH_AT = 8;
    /** More than any header of numbers takes. */
    static final int LONGEST = 1 << 16;
    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*('[^']*'|\\[)");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L, ]*)\\)");

    private NpyHeader() {
    }

    /**
     * Returns the layout of its ids; empty if it is no such file.
     *
     * @param start the file's first bytes, at least {@value #LONGEST} if there are as many
     * @throws IllegalArgumentException in words if it holds something else than whole numbers one after the other
     */
    static Optional<IdLayout> read(byte[] start) {
        if (start.length < LENGTH_AT || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new IllegalArgumentException("has a NumPy header of version " + version + "; versions 1 to 3 are read");
        }
        ByteBuffer bytes = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        int from = LENGTH_AT + (version == 1 ? Short.BYTES : Integer.BYTES);
        long length = start.length < from ? Long.MAX_VALUE
                : version == 1 ? Short.toUnsignedInt(bytes.getShort(LENGTH_AT)) : Integer.toUnsignedLong(bytes.getInt(LENGTH_AT));
        if (length > start.length - from) {
            throw new IllegalArgumentException("has a NumPy header that breaks off; copy or download the file again");
        }
        String text = new String(start, from, (int) length, StandardCharsets.UTF_8);
        String type = group(DESCRIPTION, text);
        if (type.equals("[")) {
            throw new IllegalArgumentException("is a NumPy array of records; token ids are whole numbers");
        }
        long[] shape = shape(group(SHAPE, text));
        if (group(ORDER, text).equals("True") && shape.length > 1) {
            throw new IllegalArgumentException("is a NumPy array in Fortran's order, whose rows do not lie one after the other; write it"
                    + " with numpy.ascontiguousarray");
        }
        long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        TokenWidth width = width(type.substring(1, type.length() - 1));
        ByteOrder order = type.charAt(1) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return Optional.of(new IdLayout(width, order, from + length, count, "NumPy " + type));
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("has a NumPy header that is damaged; copy or download the file again");
        }
        return matcher.group(1);
    }

    private static long[] shape(String text) {
        return Arrays.stream(text.replace("L", "").split(",")).map(String::strip).filter(number -> !number.isEmpty())
                .mapToLong(Long::parseLong).toArray();
    }

    private static TokenWidth width(String type) {
        return switch (type.replaceFirst("^[<>|=]", "")) {
            case "u1" -> TokenWidth.UINT8;
            case "u2" -> TokenWidth.UINT16;
            // Ids of more than 31 bits are refused with their place.
            case "u4", "i4" -> TokenWidth.INT32;
            case "u8", "i8" -> TokenWidth.INT64;
            case "i2" -> TokenWidth.UINT16;
            case "O" -> throw new IllegalArgumentException("is a NumPy array of Python objects; write it as uint16, uint32, int32 or"
                    + " int64");
            default -> throw new IllegalArgumentException("is a NumPy array of type " + type + "; token ids are uint16, uint32, int32 or"
                    + " int64");
        };
    }
}
