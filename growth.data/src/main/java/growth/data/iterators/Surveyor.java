package growth.data.iterators;

import growth.api.data.Batch;
import growth.formats.digest.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** Collects what is known of an iterator's examples, chunk by chunk. */
final class Surveyor {
    private final MessageDigest whole = Sha256.digest();
    private long[] starts = new long[16];
    private long[] marks = new long[16];
    private int chunks;
    private int length;
    private int ids;
    private long scored;
    private long positions;
    private boolean shorter;
    private double strongest;

    /** Takes the next chunk. */
    void add(Batch chunk) {
        if (chunks + 1 == starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
            marks = Arrays.copyOf(marks, 2 * marks.length);
        }
        byte[] digest = digest(chunk);
        whole.update(digest);
        marks[chunks] = ByteBuffer.wrap(digest).getLong();
        starts[chunks + 1] = starts[chunks] + chunk.rows();
        chunks++;
        int[] labels = chunk instanceof Batch.Images images ? images.labels() : ((Batch.Tokens) chunk).labels();
        ids = Math.max(ids, Arrays.stream(labels).max().orElse(-1) + 1);
        scored += Arrays.stream(labels).filter(label -> label != Batch.IGNORED).count();
        positions += labels.length;
        if (chunk instanceof Batch.Tokens tokens) {
            shorter |= tokens.padded() || length > 0 && tokens.sequence() != length;
            length = Math.max(length, tokens.sequence());
            ids = Math.max(ids, Arrays.stream(tokens.inputs()).max().orElse(-1) + 1);
        } else {
            for (float pixel : ((Batch.Images) chunk).pixels()) {
                strongest = Math.max(strongest, Math.abs(pixel));
            }
        }
    }

    /** @param least how many labels there are at least */
    Survey survey(int least) {
        return new Survey(Arrays.copyOf(starts, chunks + 1), Arrays.copyOf(marks, chunks), HexFormat.of().formatHex(whole.digest()),
                new Survey.Range(length, Math.max(ids, least), scored / (double) Math.max(1, positions), shorter, strongest));
    }

    /** Returns a short hash of a chunk. */
    static long mark(Batch chunk) {
        return ByteBuffer.wrap(digest(chunk)).getLong();
    }

    private static byte[] digest(Batch chunk) {
        MessageDigest digest = Sha256.digest();
        if (chunk instanceof Batch.Images images) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * images.pixels().length);
            bytes.asFloatBuffer().put(images.pixels());
            digest.update(bytes);
            digest.update(bytes(images.labels()));
        } else {
            Batch.Tokens tokens = (Batch.Tokens) chunk;
            digest.update(bytes(new int[] {tokens.rows(), tokens.sequence(), tokens.attentionMask().length}));
            digest.update(bytes(tokens.inputs()));
            digest.update(bytes(tokens.labels()));
            for (boolean attended : tokens.attentionMask()) {
                digest.update((byte) (attended ? 1 : 0));
            }
        }
        return digest.digest();
    }

    private static ByteBuffer bytes(int[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
        bytes.asIntBuffer().put(numbers);
        return bytes;
    }
}
