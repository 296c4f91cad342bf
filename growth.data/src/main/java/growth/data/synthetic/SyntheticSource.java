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
import growth.data.masking.MaskingOptions;
import growth.data.tokenizer.OpenTokenizer;
import growth.data.tokenizer.TokenizerOpener;
import growth.data.tokenizer.TokenizerOptions;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Generated stories and questions, so that a training needs no corpus. */
@DataKind(SyntheticSource.KIND)
@Component(service = DataSource.class)
public final class SyntheticSource implements DataSource {
    /** The kind in run files. */
    public static final String KIND = "synthetic";
    private static final String SIZE = "size";
    /** Enough for nearly every word of the lexicon. */
    private static final int VOCABULARY = 1024;

    @Override
    public Card card() {
        return new Card(KIND, "stories and questions from a grammar, without end: who has what where, counting, conclusions, variables",
                "variable assignment: Saunshi et al. 2024, On the Inductive Bias of Stacking Towards Improving Reasoning, appendix B",
                List.of(OptionSpec.of(SIZE, OptionType.INTEGER, "1000000",
                        "tokens that count as one pass over the data (ep); no text comes twice"), tokenizer(), MaskingOptions.spec()));
    }

    private static OptionSpec tokenizer() {
        OptionSpec usual = TokenizerOptions.spec();
        String description = "how text becomes token ids; bpe of " + VOCABULARY + " ids trained on a sample if left out";
        return OptionSpec.group(usual.name(), usual.type(), usual.required(), description, usual.nested());
    }

    @Override
    public Dataset open(DataRequest request) {
        FamilyFit.text(request, KIND);
        int size = request.options().integer(SIZE);
        if (size < 1) {
            throw request.options().refuse(SIZE, size + " is no number of tokens; it must be at least 1");
        }
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
}
