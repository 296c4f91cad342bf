package growth.data.synthetic;

import growth.api.data.DataKind;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.data.FamilyFit;
import growth.data.cache.CacheFolder;
import growth.data.images.ImageDataset;
import growth.data.images.Normalisation;
import growth.data.masking.MaskingOptions;
import growth.data.shapes.ShapePictures;
import growth.data.tokenizer.OpenTokenizer;
import growth.data.tokenizer.TokenizerOpener;
import growth.data.tokenizer.TokenizerOptions;
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
    /** Enough for nearly every word of the lexicon. */
    private static final int VOCABULARY = 1024;
    private static final int TOKENS = 1_000_000;
    private static final int IMAGES = 50_000;

    @Override
    public Card card() {
        return new Card(KIND, "for text: stories and questions from a grammar, without end (who has what where, counting, conclusions,"
                + " variables); for family vit: images of shapes, without end",
                "variable assignment: Saunshi et al. 2024, On the Inductive Bias of Stacking Towards Improving Reasoning, appendix B",
                List.of(OptionSpec.optional(SIZE, OptionType.INTEGER, "tokens (images for vit) that count as one pass over the data (ep);"
                        + " nothing comes twice; 1000000 tokens or 50000 images if left out"), tokenizer(), MaskingOptions.spec()));
    }

    private static OptionSpec tokenizer() {
        OptionSpec usual = TokenizerOptions.spec();
        String description = "how text becomes token ids; bpe of " + VOCABULARY + " ids trained on a sample if left out";
        return OptionSpec.group(usual.name(), usual.type(), usual.required(), description, usual.nested());
    }

    @Override
    public Dataset open(DataRequest request) {
        return FamilyFit.takesImages(request) ? shapes(request) : stories(request);
    }

    private static Dataset shapes(DataRequest request) {
        FamilyFit.images(request, KIND);
        for (String option : List.of(TokenizerOptions.NAME, MaskingOptions.NAME)) {
            if (request.options().has(option)) {
                throw request.options().refuse(option, "family vit takes images, which have no tokens; leave it out");
            }
        }
        ShapePictures shapes = new ShapePictures(request.image(), size(request, IMAGES, "images"), request.seed());
        return new ImageDataset(shapes, request.image(), Normalisation.USUAL, request.options().place(SIZE) + ": " + SIZE, shapes.facts());
    }

    private static Dataset stories(DataRequest request) {
        FamilyFit.text(request, KIND);
        int size = size(request, TOKENS, "tokens");
        Optional<MaskingOptions> masking = MaskingOptions.of(request);
        TokenizerOptions options = request.options().has(TokenizerOptions.NAME)
                ? TokenizerOptions.of(request.options(), request.base())
                : new TokenizerOptions(TokenizerOptions.Kind.BPE, VOCABULARY, Optional.empty());
        Anthology anthology = new Anthology();
        OpenTokenizer tokenizer = new TokenizerOpener(new CacheFolder(request.cache()), request.log())
                .open(options, List.of(new SampleDocument(anthology)), masking.isPresent());
        Dataset stories = new SyntheticDataset(anthology, tokenizer, request.context(), size, request.seed());
        return masking.map(how -> how.mask(stories, tokenizer, request.seed())).orElse(stories);
    }

    private static int size(DataRequest request, int usual, String what) {
        int size = request.options().has(SIZE) ? request.options().integer(SIZE) : usual;
        if (size < 1) {
            throw request.options().refuse(SIZE, size + " is no number of " + what + "; it must be at least 1");
        }
        return size;
    }
}
