package growth.data.tokenfiles;

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
import growth.data.cache.CacheFolder;
import growth.data.masking.MaskingOptions;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Files of token ids as training and validation data for language models. */
@DataKind(TokensSource.KIND)
@Component(service = DataSource.class)
public final class TokensSource implements DataSource {
    /** The kind in run files. */
    public static final String KIND = "tokens";
    static final String TRAIN = "train";
    static final String VALID = "valid";
    static final String SHARE = "valid-share";
    static final String DTYPE = "dtype";
    static final String TENSOR = "tensor";
    static final String VOCABULARY = "vocabulary";
    static final String MASK = "mask-id";

    @Override
    public Card card() {
        return new Card(KIND, "files of token ids made by other software, in shuffled windows of the model's context",
                "Karpathy 2022, nanoGPT, data/*/prepare.py (.bin); Hugging Face's safetensors format", List.of(
                        OptionSpec.optional(TRAIN, OptionType.TEXTS, "training tokens: .bin files of ids and nothing else (nanoGPT's) or"
                                + " with llm.c's header, .npy and .safetensors files, folders or globs, relative to the run file; left"
                                + " out where nothing is trained")
                                .ofFiles(),
                        OptionSpec.optional(VALID, OptionType.TEXTS, "validation tokens, likewise; none of the training files").ofFiles(),
                        OptionSpec.of(SHARE, OptionType.NUMBER, "5%", "share of the training tokens, at their end, that is kept for"
                                + " validation and not trained on if no validation tokens are given").in(Range.between(0, 0.5)),
                        OptionSpec.choice(DTYPE, List.of("uint16", "uint32", "int64"), "uint16", "type of the ids in .bin files without a"
                                + " header, little-endian"),
                        OptionSpec.optional(TENSOR, OptionType.TEXT, "name of the tensor [tokens] in safetensors files;"
                                + " may be left out where there is only one of whole numbers and one dimension"),
                        OptionSpec.optional(VOCABULARY, OptionType.INTEGER, "token ids that the model must know, all larger ones are"
                                + " refused; the largest id in the files + 1 if left out").in(Range.between(2, TokenFiles.LARGEST)),
                        OptionSpec.optional(MASK, OptionType.INTEGER, "id that stands for a masked token; family bert needs it,"
                                + " the others take none").in(Range.between(0, TokenFiles.LARGEST - 1.0)),
                        MaskingOptions.spec()));
    }

    /** @throws GrowthException (DATA) for files, (CONFIGURATION) for options */
    @Override
    public Dataset open(DataRequest request) {
        FamilyFit.text(request, KIND);
        return new TokenFiles(request, new CacheFolder(request.cache())).open();
    }
}
