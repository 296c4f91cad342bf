package growth.engine.cpu.onednn;

/** Format of a number in memory. */
public enum Format {
    /** Single precision. */
    F32(3, Float.BYTES),
    /** The upper half of single precision. */
    BF16(2, Short.BYTES);

    private final int code;
    private final int bytes;

    Format(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** Returns oneDNN's number of it. */
    int code() {
        return code;
    }

    /** Returns its size in bytes. */
    public int bytes() {
        return bytes;
    }
}
