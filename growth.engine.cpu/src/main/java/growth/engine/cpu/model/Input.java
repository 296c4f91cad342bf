package growth.engine.cpu.model;

import growth.api.data.Batch;

/**
 * What a model sees in a pass.
 *
 * @param tokens     token ids, {@code [rows, sequence]}; null for images
 * @param types      token types, {@code [rows, sequence]}; empty where all are 0
 * @param padding    the positions that are not attended to
 * @param pixels     pixel values, {@code [rows, channels, resolution, resolution]}; null for text
 * @param resolution height and width of the images; 0 for text
 */
public record Input(int[] tokens, int[] types, Padding padding, float[] pixels, int resolution) {
    /** @return text */
    public static Input of(Batch.Tokens batch) {
        return new Input(batch.inputs(), batch.tokenTypes(), Padding.of(batch), null, 0);
    }

    /** @return images */
    public static Input of(float[] pixels, int resolution) {
        return new Input(null, new int[0], Padding.NONE, pixels, resolution);
    }

    /** @return token type of a row of the embedded sequences */
    int type(int row) {
        return types.length == 0 ? 0 : types[row];
    }
}
