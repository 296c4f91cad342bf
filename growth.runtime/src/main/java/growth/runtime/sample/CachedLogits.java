package growth.runtime.sample;

import growth.api.engine.Decoder;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads only what is new of each text. Where its window has moved on, the text is read anew from there. */
final class CachedLogits implements NextLogits {
    private final Decoder decoder;
    private final int[] starts;
    private final int[] read;

    /** @param decoder has a row for each text; closed with this */
    CachedLogits(Decoder decoder) {
        this.decoder = decoder;
        starts = new int[decoder.rows()];
        read = new int[decoder.rows()];
        Arrays.fill(starts, -1);
    }

    @Override
    public float[][] of(List<GrowingText> texts, boolean[] going) {
        int[][] tokens = new int[texts.size()][];
        for (int row = 0; row < tokens.length; row++) {
            tokens[row] = going[row] ? unread(row, texts.get(row)) : new int[0];
        }
        INDArray logits = decoder.read(tokens);
        float[][] next = new float[tokens.length][];
        for (int row = 0; row < next.length; row++) {
            next[row] = going[row] ? logits.getRow(row).toFloatVector() : null;
        }
        return next;
    }

    private int[] unread(int row, GrowingText text) {
        int before = read[row];
        read[row] = text.length();
        if (text.start() == starts[row]) {
            return text.from(before);
        }
        starts[row] = text.start();
        decoder.reset(row);
        return text.seen();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
