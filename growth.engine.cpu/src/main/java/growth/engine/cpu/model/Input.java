package growth.engine.cpu.model;

/**
 * What a model sees in a pass.
 *
 * @param tokens     token ids, {@code [rows, sequence]}; null for images
 * @param pixels     pixel values, {@code [rows, channels, resolution, resolution]}; null for text
 * @param resolution height and width of the images; 0 for text
 */
public record Input(int[] tokens, float[] pixels, int resolution) {
    /** @return text */
    public static Input of(int[] tokens) {
        return new Input(tokens, null, 0);
    }

    /** @return images */
    public static Input of(float[] pixels, int resolution) {
        return new Input(null, pixels, resolution);
    }
}
