package growth.data.images;

import growth.api.GrowthException;
import growth.api.data.DataKind;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Range;
import growth.data.FamilyFit;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Pictures with labels as training and validation data for vision models. */
@DataKind(ImageSource.KIND)
@Component(service = DataSource.class)
public final class ImageSource implements DataSource {
    /** The kind in run files. */
    public static final String KIND = "images";
    static final String TRAIN = "train";
    static final String VALID = "valid";
    static final String SHARE = "valid-share";
    static final String SIZE = "size";
    static final String CROP = "crop";
    static final String PADDING = "padding";
    static final String FLIP = "flip";
    static final String MEAN = "mean";
    static final String STD = "std";
    static final String UNREADABLE = "unreadable";
    private static final int LARGEST = 2048;

    @Override
    public Card card() {
        return new Card(KIND, "pictures in one folder per class, decoded once, shifted and mirrored anew in every pass",
                "CIFAR-10: Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images; augmentation: He et al. 2016, Deep"
                        + " Residual Learning for Image Recognition, section 4.2", List.of(
                        OptionSpec.optional(TRAIN, OptionType.TEXTS, "training images: folders with a folder per class, .tar files of the"
                                + " same (data.tar!a/b for folder a/b within), CIFAR-10 .bin files, or globs of these files or of images,"
                                + " whose folder is their class; relative to the run file; left out where nothing is trained").ofFiles(),
                        OptionSpec.optional(VALID, OptionType.TEXTS, "validation images, likewise, of the same classes").ofFiles(),
                        OptionSpec.of(SHARE, OptionType.NUMBER, "5%", "share of the training images, chosen at random, that is kept for"
                                + " validation and not trained on if no validation images are given").in(Range.between(0, 0.5)),
                        OptionSpec.optional(SIZE, OptionType.INTEGER, "height and width in pixels at which images are kept: the middle"
                                + " square of each is resized to it; the model's image if left out").in(Range.between(1, LARGEST)),
                        OptionSpec.groupOfDefaults(CROP, "random shift of training images", List.of(
                                OptionSpec.of(PADDING, OptionType.INTEGER, "4", "black border in pixels on each side, of which a random"
                                        + " part is cut off again; 0 for no shift").in(Range.between(0, LARGEST)))),
                        OptionSpec.of(FLIP, OptionType.FLAG, "true", "whether training images are mirrored left to right in half of the"
                                + " cases"),
                        OptionSpec.of(MEAN, OptionType.NUMBERS, "[0.5, 0.5, 0.5]", "what is subtracted from red, green and blue, which"
                                + " are 0 to 1; one number for all").in(Range.between(0, 1)),
                        OptionSpec.of(STD, OptionType.NUMBERS, "[0.5, 0.5, 0.5]", "what red, green and blue are divided by after that;"
                                + " one number for all")
                                .in(Range.above(0)),
                        OptionSpec.choice(UNREADABLE, List.of("refuse", "skip"), "refuse",
                                "what becomes of images that cannot be decoded: an error, or left out and counted")));
    }

    /** @throws GrowthException (DATA) for images, (CONFIGURATION) for options */
    @Override
    public Dataset open(DataRequest request) {
        FamilyFit.images(request, KIND);
        return new ImageOpener(request).open();
    }
}
