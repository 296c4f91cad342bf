package growth.data.images;

import static growth.api.GrowthException.Kind.CONFIGURATION;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.model.View;
import java.util.List;

/** A batch of images that is filled row by row. */
public final class ImageBatch {
    private static final int CHANNELS = Rgb.CHANNELS;
    private final int rows;
    private final int resolution;
    private final Normalisation normalisation;
    private final float[] pixels;
    private final int[] labels;
    private int filled;

    /**
     * @param rows          images, B
     * @param resolution    height and width in pixels, S
     * @param normalisation of the colours
     */
    public ImageBatch(int rows, int resolution, Normalisation normalisation) {
        this.rows = rows;
        this.resolution = resolution;
        this.normalisation = normalisation;
        this.pixels = new float[Math.multiplyExact(rows, CHANNELS * resolution * resolution)];
        this.labels = new int[rows];
    }

    /**
     * Colours from 0 to 255 to what models take: (x / 255 − mean) / std.
     *
     * @param mean of red, green and blue, 0 to 1
     * @param std  standard deviation of red, green and blue, 0 to 1
     */
    public record Normalisation(List<Double> mean, List<Double> std) {
        /** What Hugging Face's ViTImageProcessor does: colours from −1 to 1. */
        public static final Normalisation USUAL = new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));

        public Normalisation {
            mean = List.copyOf(mean);
            std = List.copyOf(std);
        }
    }

    /**
     * @param image height and width at full resolution
     * @return height and width in pixels that the view asks for
     * @throws GrowthException (CONFIGURATION) if that is more than the full resolution
     */
    public static int resolution(View view, int image) {
        int resolution = view.resolution().orElse(image);
        if (resolution < 1 || resolution > image) {
            throw new GrowthException(CONFIGURATION, "resolution " + resolution + " is not between 1 and the model's image of " + image);
        }
        return resolution;
    }

    /**
     * Adds an image.
     *
     * @param image colours from 0 to 255, {@code [size, size, 3]}
     * @param size  its height and width; resized to the resolution
     * @param label its class
     */
    public void add(float[] image, int size, int label) {
        float[] resized = Resize.apply(image, size, size, resolution, resolution);
        int plane = resolution * resolution;
        for (int channel = 0; channel < CHANNELS; channel++) {
            float mean = normalisation.mean().get(channel).floatValue() * 255;
            float std = normalisation.std().get(channel).floatValue() * 255;
            int to = (filled * CHANNELS + channel) * plane;
            for (int i = 0; i < plane; i++) {
                pixels[to + i] = (resized[i * CHANNELS + channel] - mean) / std;
            }
        }
        labels[filled++] = label;
    }

    /** @return the batch, {@code [B, 3, S, S]} */
    public Batch.Images toBatch() {
        return new Batch.Images(rows, CHANNELS, resolution, pixels, labels);
    }
}
