package growth.data.text;

import growth.api.data.DataKind;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Range;
import growth.data.FamilyFit;
import growth.data.cache.CacheFolder;
import growth.data.cache.FileHashes;
import growth.data.corpus.Document;
import growth.data.corpus.Documents;
import growth.data.corpus.InputFiles;
import growth.data.masking.MaskingOptions;
import growth.data.tokenizer.TokenizerOptions;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Text files as training and validation data for language models. */
@DataKind(TextSource.KIND)
@Component(service = DataSource.class)
public final class TextSource implements DataSource {
    /** The kind in run files. */
    public static final String KIND = "text";
    private static final String TRAIN = "train";
    private static final String VALID = "valid";
    private static final String SHARE = "valid-share";

    @Override
    public Card card() {
        return new Card(KIND, "text from UTF-8 files, JSON Lines and Parquet, tokenised once, in shuffled windows of the model's context",
                "BPE: Sennrich, Haddow and Birch 2016, Neural Machine Translation of Rare Words with Subword Units;"
                        + " on bytes: Radford et al. 2019 (GPT-2), section 2.2",
                options());
    }

    private static List<OptionSpec> options() {
        List<OptionSpec> options = new ArrayList<>(List.of(
                OptionSpec.optional(TRAIN, OptionType.TEXTS, "training text: files (.txt, .jsonl, .parquet, plain or .gz, .zst, .xz,"
                        + " .bz2, .lz4), folders or globs,"
                        + " relative to the run file; left out where nothing is trained").ofFiles(),
                OptionSpec.optional(VALID, OptionType.TEXTS, "validation text, likewise; none of the training files").ofFiles(),
                OptionSpec.of(SHARE, OptionType.NUMBER, "5%", "share of the training tokens, at their end, that is kept for"
                        + " validation and not trained on if no validation text is given").in(Range.between(0, 0.5))));
        options.addAll(Documents.specs());
        options.addAll(List.of(TokenizerOptions.spec(), MaskingOptions.spec()));
        options.addAll(ValidationCut.specs());
        return options;
    }

    @Override
    public Dataset open(DataRequest request) {
        FamilyFit.text(request, KIND);
        CacheFolder cache = new CacheFolder(request.cache());
        TokenizerOptions tokenizer = TokenizerOptions.of(request.options(), request.base());
        InputFiles files = new InputFiles(request, new FileHashes(cache));
        TextFiles texts = new TextFiles(files, Documents.of(request.options(), request.log()));
        List<Document> train = texts.documents(TRAIN);
        List<Document> valid = texts.documents(VALID);
        files.finish();
        return new CorpusOpener(request, cache).open(new Corpus(train, valid, request.options().number(SHARE)), tokenizer);
    }
}
