package growth.data.tokenfiles;

import growth.api.data.DataKind;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.options.Card;
import growth.data.FamilyFit;
import growth.data.cache.CacheFolder;
import growth.data.options.TokensOptions;
import org.osgi.service.component.annotations.Component;

/** Files of token ids as training and validation data for language models. */
@DataKind(TokensSource.KIND)
@Component(service = DataSource.class)
public final class TokensSource implements DataSource {
    /** The kind in run files. */
    public static final String KIND = "tokens";

    @Override
    public Card card() {
        return new Card(KIND, "files of token ids made by other software, in shuffled windows of the model's context",
                "Karpathy 2022, nanoGPT, data/*/prepare.py (.bin); Hugging Face's safetensors format", TokensOptions.class);
    }

    /** Opens the token files of a request; refuses files with kind DATA and options with CONFIGURATION. */
    @Override
    public Dataset open(DataRequest request) {
        FamilyFit.text(request, KIND);
        return new TokenFiles(request, new CacheFolder(request.cache())).open();
    }
}
