package growth.api.model;

import growth.api.GrowthException;

/**
 * What a vision model sees and answers.
 *
 * @param size     height and width of the image in pixels
 * @param patch    height and width of a patch in pixels; divides {@code size}
 * @param channels colour channels
 * @param labels   classes of the classifier
 */
public record ImageShape(int size, int patch, int channels, int labels) {
    public ImageShape {
        if (size < 1 || patch < 1 || channels < 1 || labels < 1) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "image, patch, channels and labels must be at least 1");
        }
        if (size % patch != 0) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION,
                    "patch " + patch + " does not divide image " + size + "; use a multiple of the patch").about("patch");
        }
    }

    /** Returns the number of patches of an image. */
    public int patches() {
        return (size / patch) * (size / patch);
    }
}
