package growth.data.images;

import java.util.List;

/**
 * Normalises colours from 0 to 255: (x / 255 − mean) / std.
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
