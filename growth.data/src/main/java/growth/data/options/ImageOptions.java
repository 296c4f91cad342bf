package growth.data.options;

import growth.api.options.Option;
import growth.api.options.Options;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The options of data source {@code images}.
 *
 * @param train      training images
 * @param valid      validation images
 * @param validShare share of the training images that is kept for validation
 * @param size       height and width in pixels at which images are kept
 * @param crop       random shift
 * @param flip       whether images are mirrored
 * @param mean       what is subtracted from red, green and blue
 * @param std        what red, green and blue are divided by
 * @param unreadable what becomes of images that cannot be decoded
 */
public record ImageOptions(
        @Option(description = "training images: folders with a folder per class, .tar files of the same (data.tar!a/b for folder a/b"
                + " within), CIFAR-10 .bin files, or globs of these files or of images, whose folder is their class; relative to the run"
                + " file; left out where nothing is trained", files = true) Optional<List<String>> train,
        @Option(description = "validation images, likewise, of the same classes", files = true) Optional<List<String>> valid,
        @Option(description = "share of the training images, chosen at random, that is kept for validation and not trained on if no"
                + " validation images are given", defaultValue = "5%", atLeast = 0, atMost = 0.5) double validShare,
        @Option(description = "height and width in pixels at which images are kept: the middle square of each is resized to it; the"
                + " model's image if left out", atLeast = 1, atMost = ImageOptions.LARGEST) Optional<Integer> size,
        @Option(description = "random shift of training images", defaultValue = "{}") Crop crop,
        @Option(description = "whether training images are mirrored left to right in half of the cases", defaultValue = "true")
        boolean flip,
        @Option(description = "what is subtracted from red, green and blue, which are 0 to 1; one number for all",
                defaultValue = {"0.5", "0.5", "0.5"}, atLeast = 0, atMost = 1) List<Double> mean,
        @Option(description = "what red, green and blue are divided by after that; one number for all",
                defaultValue = {"0.5", "0.5", "0.5"}, above = 0) List<Double> std,
        @Option(description = "what becomes of images that cannot be decoded: an error, or left out and counted", defaultValue = "refuse")
        Unreadable unreadable) {
    /** Colours of an image. */
    public static final int CHANNELS = 3;
    private static final int LARGEST = 2048;

    /** What becomes of images that cannot be decoded. */
    public enum Unreadable { REFUSE, SKIP }

    /**
     * Random shift.
     *
     * @param padding black border in pixels
     */
    public record Crop(@Option(description = "black border in pixels on each side, of which a random part is cut off again; 0 for no"
            + " shift", defaultValue = "4", atLeast = 0, atMost = LARGEST) int padding) {
    }

    public ImageOptions {
        mean = colours("mean", mean);
        std = colours("std", std);
    }

    /** Makes three numbers of one. */
    private static List<Double> colours(String option, List<Double> numbers) {
        if (numbers.size() != 1 && numbers.size() != CHANNELS) {
            throw Options.refused(option, numbers.size() + " numbers; give one for each of red, green and blue, or one for all");
        }
        return numbers.size() == 1 ? Collections.nCopies(CHANNELS, numbers.get(0)) : List.copyOf(numbers);
    }
}
