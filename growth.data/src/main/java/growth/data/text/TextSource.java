package growth.data.text;

import growth.api.data.DataKind;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.options.Card;
import growth.data.FamilyFit;
import growth.data.cache.CacheFolder;
import growth.data.cache.FileHashes;
import growth.data.corpus.Documents;
import growth.data.corpus.InputFiles;
import growth.data.options.TextOptions;
import growth.data.text.CorpusOpener.Corpus;
import org.osgi.service.component.annotations.Component;

/** Text files as training and validation data for language models. */
@DataKind(TextSource.KIND)
@Component(service = DataSource.class)
public final class TextSource implements DataSource {
    /** The kind in run files. */
    public static final String KIND = "text";

    @Override
    public Card card() {
        return new Card(KIND, "text from UTF-8 files, JSON Lines and Parquet, tokenised once, in shuffled windows of the model's context",
                "BPE: Sennrich, Haddow and Birch 2016, Neural Machine Translation of Rare Words with Subword Units;"
                        + " on bytes: Radford et al. 2019 (GPT-2), section 2.2",
                TextOptions.class);
    }

    @Override
    public Dataset open(DataRequest request) {
        FamilyFit.text(request, KIND);
        CacheFolder cache = new CacheFolder(request.cache());
        TextOptions options = request.options().as(TextOptions.class);
        InputFiles files = new InputFiles(request, new FileHashes(cache));
        Documents documents = new Documents(options.format(), options.field(), request.log());
        Corpus corpus = new Corpus(documents.open(files, "train", options.train()), documents.open(files, "valid", options.valid()));
        files.finish();
        return new CorpusOpener(request, options, cache).open(corpus);
    }
}
