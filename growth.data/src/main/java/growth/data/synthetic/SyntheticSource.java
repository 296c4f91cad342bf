package growth.data.synthetic;

import growth.api.data.DataKind;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.options.Card;
import growth.data.FamilyFit;
import growth.data.OptionPlace;
import growth.data.cache.CacheFolder;
import growth.data.images.ImageDataset;
import growth.data.images.Normalisation;
import growth.data.masking.RequestedMasking;
import growth.data.options.SyntheticOptions;
import growth.data.options.TokenizerOptions;
import growth.data.shapes.ShapePictures;
import growth.data.tokenizer.OpenTokenizer;
import growth.data.tokenizer.TokenizerOpener;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Generated stories and questions, or images of shapes, so that a training needs no data. */
@DataKind(SyntheticSource.KIND)
@Component(service = DataSource.class)
public final class SyntheticSource implements DataSource {
    /** The kind in run files. */
    public static final String KIND = "synthetic";
    private static final String SIZE = "size";
    private static final int TOKENS = 1_000_000;
    private static final int IMAGES = 50_000;

    @Override
    public Card card() {
        return new Card(KIND, "for text: stories and questions from a grammar, without end (who has what where, counting, conclusions,"
                + " variables); for family vit: images of shapes, without end",
                "variable assignment: Saunshi et al. 2024, On the Inductive Bias of Stacking Towards Improving Reasoning, appendix B",
                SyntheticOptions.class);
    }

    @Override
    public Dataset open(DataRequest request) {
        return FamilyFit.takesImages(request) ? shapes(request) : stories(request);
    }

    private static Dataset shapes(DataRequest request) {
        FamilyFit.images(request, KIND);
        SyntheticOptions options = request.options().as(SyntheticOptions.class);
        if (options.tokenizer().isPresent() || options.masking().isPresent()) {
            throw request.options().refuse(options.tokenizer().isPresent() ? "tokenizer" : "masking", "family vit takes images, which have"
                    + " no tokens; leave it out");
        }
        ShapePictures shapes = new ShapePictures(request.model().image(), size(request, IMAGES, "images"), request.seed());
        return new ImageDataset(shapes, request.model().image(), Normalisation.USUAL, OptionPlace.of(request, SIZE),
                shapes.facts());
    }

    private static Dataset stories(DataRequest request) {
        FamilyFit.text(request, KIND);
        int size = size(request, TOKENS, "tokens");
        SyntheticOptions options = request.options().as(SyntheticOptions.class);
        Optional<RequestedMasking> masking = RequestedMasking.of(options.masking(), request);
        TokenizerOptions tokens = options.tokenizer().orElse(TokenizerOptions.bpe(SyntheticOptions.VOCABULARY));
        Anthology anthology = new Anthology();
        OpenTokenizer tokenizer = new TokenizerOpener(new CacheFolder(request.cache()), request.log())
                .open(tokens, request.base(), List.of(new SampleDocument(anthology)), masking.isPresent());
        Dataset stories = new SyntheticDataset(anthology, tokenizer, request.model().context(), size, request.seed(),
                OptionPlace.of(request, SIZE));
        return masking.map(how -> how.mask(stories, tokenizer, request.seed())).orElse(stories);
    }

    private static int size(DataRequest request, int usual, String what) {
        int size = request.options().as(SyntheticOptions.class).size().orElse(usual);
        if (size < 1) {
            throw request.options().refuse(SIZE, size + " is no number of " + what + "; it must be at least 1");
        }
        return size;
    }
}
