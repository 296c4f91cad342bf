package growth.data.images;

import static growth.api.GrowthException.Kind.CONFIGURATION;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.model.View;

/** A batch of images that is filled row by row. */
final class ImageBatch {
    private static final int CHANNELS = Rgb.CHANNELS;
    private final int rows;
    private final int resolution;
    private final Normalisation normalisation;
    private final float[] pixels;
    private final int[] labels;
    private int filled;

    /**
     * Makes room for a batch.
     *
     * @param rows          images, B
     * @param resolution    height and width in pixels, S
     * @param normalisation of the colours
     */
    ImageBatch(int rows, int resolution, Normalisation normalisation) {
        this.rows = rows;
        this.resolution = resolution;
        this.normalisation = normalisation;
        this.pixels = new float[Math.multiplyExact(rows, CHANNELS * resolution * resolution)];
        this.labels = new int[rows];
    }

    /**
     * Returns the height and width in pixels that the view asks for.
     *
     * @param image height and width at full resolution
     * @throws GrowthException (CONFIGURATION) if that is more than the full resolution
     */
    static int resolution(View view, int image) {
        int resolution = view.resolution().orElse(image);
        if (resolution < 1 || resolution > image) {
            throw new GrowthException(CONFIGURATION, "resolution " + resolution + " is not between 1 and the model's image of " + image);
        }
        return resolution;
    }

    /** Adds an image, resized to the resolution. */
    void add(Pictures.Shown picture) {
        float[] resized = Resize.apply(picture.pixels(), picture.size(), picture.size(), resolution, resolution);
        int plane = resolution * resolution;
        for (int channel = 0; channel < CHANNELS; channel++) {
            float mean = normalisation.mean().get(channel).floatValue() * 255;
            float std = normalisation.std().get(channel).floatValue() * 255;
            int to = (filled * CHANNELS + channel) * plane;
            for (int i = 0; i < plane; i++) {
                pixels[to + i] = (resized[i * CHANNELS + channel] - mean) / std;
            }
        }
        labels[filled++] = picture.label();
    }

    /** Returns the batch, {@code [B, 3, S, S]}. */
    Batch.Images toBatch() {
        return new Batch.Images(rows, CHANNELS, resolution, pixels, labels);
    }
}
