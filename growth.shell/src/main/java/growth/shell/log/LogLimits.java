package growth.shell.log;

/**
 * How much a log may take.
 *
 * @param bytes most of one file
 * @param files how many there are, the present one among them; 0 for no log
 */
public record LogLimits(long bytes, int files) {
    /** What is enough for months. */
    public static final LogLimits USUAL = new LogLimits(10L << 20, 5);

    public LogLimits {
        if (bytes < 1 || files < 0) {
            throw new IllegalArgumentException(bytes + " bytes in " + files + " files");
        }
    }
}
