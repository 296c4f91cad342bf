package growth.data.images;

import growth.api.data.DataKind;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.options.Card;
import growth.data.FamilyFit;
import growth.data.options.ImageOptions;
import org.osgi.service.component.annotations.Component;

/** Images with labels as training and validation data for vision models. */
@DataKind(ImageSource.KIND)
@Component(service = DataSource.class)
public final class ImageSource implements DataSource {
    /** The kind in run files. */
    public static final String KIND = "images";

    @Override
    public Card card() {
        return new Card(KIND, "pictures in one folder per class, decoded once, shifted and mirrored anew in every pass",
                "CIFAR-10: Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images; augmentation: He et al. 2016, Deep"
                        + " Residual Learning for Image Recognition, section 4.2", ImageOptions.class);
    }

    /** Opens the images of a request; refuses images with kind DATA and options with CONFIGURATION. */
    @Override
    public Dataset open(DataRequest request) {
        FamilyFit.images(request, KIND);
        return new ImageOpener(request).open();
    }
}
