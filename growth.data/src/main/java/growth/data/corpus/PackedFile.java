package growth.data.corpus;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A file that may be packed, read as what was packed. Errors name the file and what to do about it: a stream that is damaged or breaks off,
 * and one that would fill memory or disk.
 *
 * @param path the file
 */
record PackedFile(Path path) {
    private static final int BUFFER = 1 << 16;
    /** Text is packed to a third, seldom to a twentieth; what comes to this is no text. */
    private static final int MOST_TIMES = 500;
    /** Unpacked bytes from which on that is looked at. */
    private static final long FREE = 1L << 28;

    /** Reads something of what was packed. */
    @FunctionalInterface
    interface Reading<T> {
        /** Reads from the unpacked bytes, a stream that can be marked for {@link FileStart}. */
        T read(InputStream in) throws IOException;
    }

    /** Returns how the file is packed. */
    Packing packing() {
        return guarded(null, () -> {
            try (InputStream file = file()) {
                return Packing.of(FileStart.of(file));
            }
        });
    }

    /**
     * Returns what {@code reading} returns.
     *
     * @throws GrowthException (DATA) if the file cannot be read, is damaged, or unpacks to too much
     */
    <T> T read(Reading<T> reading) {
        Counted[] counted = new Counted[1];
        Packing[] packing = {Packing.NONE};
        return guarded(new Progress(packing, counted), () -> {
            try (InputStream file = file()) {
                packing[0] = Packing.of(FileStart.of(file));
                requireNamed(packing[0], file);
                try (InputStream in = packing[0].open(file)) {
                    counted[0] = new Counted(in, packing[0] == Packing.NONE ? Long.MAX_VALUE : Files.size(path));
                    return reading.read(new BufferedInputStream(counted[0], BUFFER));
                }
            }
        });
    }

    private InputStream file() throws IOException {
        return new BufferedInputStream(Files.newInputStream(path), BUFFER);
    }

    private void requireNamed(Packing packing, InputStream file) throws IOException {
        Optional<Packing> promised = Packing.named(path.toString());
        FileStart start = FileStart.of(file);
        if (packing == Packing.NONE && promised.isPresent() && start.bytes().length > 0 && FileKind.of(start).isEmpty()) {
            throw new GrowthException(DATA, path + ": is named like a file packed with " + promised.get().words()
                    + ", but is none; rename it or download it again");
        }
    }

    private record Progress(Packing[] packing, Counted[] counted) {
    }

    @FunctionalInterface
    private interface Action<T> {
        T run() throws IOException;
    }

    private <T> T guarded(Progress progress, Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            if (progress == null || progress.packing()[0] == Packing.NONE) {
                throw IoReason.unreadable(DATA, path, e);
            }
            throw new GrowthException(DATA, path + ": " + damage(progress, e), e);
        }
    }

    private static String damage(Progress progress, IOException e) {
        if (e instanceof Packing.NativeMissingException) {
            return e.getMessage();
        }
        String packing = progress.packing()[0].words();
        String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
        if (message.contains("memory")) {
            return "needs more than 128 MB of memory to be unpacked (512 MB for xz); pack it with a smaller window, e.g. zstd without"
                    + " --long";
        }
        long bytes = progress.counted()[0] == null ? 0 : progress.counted()[0].count;
        boolean ends = e instanceof EOFException || message.contains("truncated") || message.contains("premature")
                || message.contains("unexpected end");
        return "the " + packing + " stream " + (ends ? "breaks off" : "is damaged") + " after " + bytes
                + " decompressed bytes; copy or download the file again";
    }

    /** Counts bytes, and stops where they cannot be text any more. */
    private final class Counted extends InputStream {
        private final InputStream in;
        private final long packedBytes;
        private long count;

        Counted(InputStream in, long packedBytes) {
            this.in = in;
            this.packedBytes = packedBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            count += Math.max(0, read);
            if (count > FREE && count / MOST_TIMES > packedBytes) {
                throw new GrowthException(DATA, path + ": unpacks to more than " + MOST_TIMES + " times its " + packedBytes
                        + " bytes, which no text does; it is not read further");
            }
            return read;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }
    }
}
