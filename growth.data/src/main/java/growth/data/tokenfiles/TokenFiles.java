package growth.data.tokenfiles;

import growth.api.GrowthException;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.options.Options;
import growth.data.cache.CacheFolder;
import growth.data.cache.FileHashes;
import growth.data.corpus.FileFacts;
import growth.data.corpus.InputFile;
import growth.data.corpus.InputFiles;
import growth.data.masking.MaskingOptions;
import growth.data.tokens.JoinedTokens;
import growth.data.tokens.TokenWidth;
import growth.data.windows.TokenSplit;
import growth.data.windows.Vocabulary;
import growth.data.windows.WindowDataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** From files of token ids to a dataset: every id is checked before anything is trained. */
final class TokenFiles {
    /** More ids than any vocabulary has; a file with larger ones holds something else. */
    static final int LARGEST = 1 << 24;

    private final DataRequest request;
    private final Options options;
    private final CacheFolder cache;
    private final List<TokenFile> opened = new ArrayList<>();

    TokenFiles(DataRequest request, CacheFolder cache) {
        this.request = request;
        this.options = request.options();
        this.cache = cache;
    }

    /** @return the dataset, which owns everything that was opened for it */
    Dataset open() {
        Optional<MaskingOptions> masking = MaskingOptions.of(request);
        OptionalInt mask = mask(masking);
        try {
            return open(masking, mask);
        } catch (GrowthException e) {
            opened.forEach(file -> file.tokens().close());
            throw e;
        }
    }

    private Dataset open(Optional<MaskingOptions> masking, OptionalInt mask) {
        InputFiles files = new InputFiles(request, new FileHashes(cache));
        List<TokenFile> train = files(files, TokensSource.TRAIN);
        List<TokenFile> valid = files(files, TokensSource.VALID);
        files.finish();
        if (opened.isEmpty()) {
            throw options.refuse(TokensSource.TRAIN, "there are no tokens; give .bin, .npy or .safetensors files, folders or globs");
        }
        int vocabulary = vocabulary(mask);
        TokenSplit split = TokenSplit.of(request, joined(train), joined(valid), options.number(TokensSource.SHARE));
        Dataset windows = new WindowDataset(split, request.context(), request.seed(), new Vocabulary(vocabulary, Optional.empty()),
                facts(train, valid, split, vocabulary), files.place(TokensSource.TRAIN),
                opened.stream().map(file -> (AutoCloseable) file.tokens()).toList());
        return masking.map(how -> how.mask(windows, mask.orElseThrow(), request.seed())).orElse(windows);
    }

    private OptionalInt mask(Optional<MaskingOptions> masking) {
        if (masking.isEmpty() && options.has(TokensSource.MASK)) {
            throw options.refuse(TokensSource.MASK, "family " + request.family().id() + " masks nothing; leave it out");
        }
        if (masking.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!options.has(TokensSource.MASK)) {
            throw options.refuse(TokensSource.MASK, "family bert needs the id that stands for a masked token; give one that no text has");
        }
        if (masking.get().wholeWords()) {
            throw options.group(MaskingOptions.NAME).refuse("whole-words", "token files do not tell where words begin; leave it out");
        }
        return OptionalInt.of(options.integer(TokensSource.MASK));
    }

    private List<TokenFile> files(InputFiles files, String option) {
        Optional<String> tensor = options.has(TokensSource.TENSOR) ? Optional.of(options.text(TokensSource.TENSOR)) : Optional.empty();
        TokenWidth width = width(options.text(TokensSource.DTYPE));
        List<TokenFile> result = new ArrayList<>();
        for (InputFile file : files.files(option)) {
            try {
                TokenFile tokens = TokenFile.open(file, width, tensor);
                opened.add(tokens);
                result.add(tokens);
            } catch (GrowthException e) {
                throw e.at(files.place(option));
            }
        }
        return result;
    }

    private static TokenWidth width(String type) {
        return switch (type) {
            case "uint16" -> TokenWidth.UINT16;
            case "uint32" -> TokenWidth.INT32;
            default -> TokenWidth.INT64;
        };
    }

    private int vocabulary(OptionalInt mask) {
        boolean given = options.has(TokensSource.VOCABULARY);
        int limit = given ? options.integer(TokensSource.VOCABULARY) : LARGEST;
        int largest = mask.orElse(0);
        if (largest >= limit) {
            throw options.refuse(TokensSource.MASK, largest + " is not in the vocabulary, which has the ids 0 to " + (limit - 1));
        }
        for (TokenFile file : opened) {
            IdRange range = file.range(cache);
            if (range.smallest() < 0 || range.largest() >= limit) {
                throw file.outside(limit, given ? "the vocabulary" : "any vocabulary");
            }
            largest = Math.max(largest, range.largest());
        }
        return given ? limit : Math.max(2, largest + 1);
    }

    private static JoinedTokens joined(List<TokenFile> files) {
        return new JoinedTokens(files.stream().map(TokenFile::tokens).toList());
    }

    private static Map<String, String> facts(List<TokenFile> train, List<TokenFile> valid, TokenSplit split, int vocabulary) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("train.tokens", Long.toString(split.train().size()));
        FileFacts.describe("train", train.stream().map(TokenFile::file).toList(), facts);
        if (valid.isEmpty()) {
            facts.put("valid", "the last " + split.valid().size() + " tokens of the training files");
        }
        facts.put("valid.tokens", Long.toString(split.valid().size()));
        FileFacts.describe("valid", valid.stream().map(TokenFile::file).toList(), facts);
        facts.put("layout", String.join(", ", Stream.concat(train.stream(), valid.stream()).map(TokenFile::layout).distinct().toList()));
        facts.put("vocabulary", Integer.toString(vocabulary));
        return facts;
    }
}
