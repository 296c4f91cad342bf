package growth.data.tokenfiles;

import growth.api.GrowthException;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.data.cache.CacheFolder;
import growth.data.cache.FileHashes;
import growth.data.corpus.InputFile;
import growth.data.corpus.InputFiles;
import growth.data.corpus.Stored;
import growth.data.masking.RequestedMasking;
import growth.data.options.TokensOptions;
import growth.data.tokens.JoinedTokens;
import growth.data.tokens.TokenWidth;
import growth.data.windows.TextRows;
import growth.data.windows.TokenSplit;
import growth.data.windows.Vocabulary;
import growth.data.windows.WindowDataset;
import growth.data.windows.Windows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Makes a dataset of files of token ids; checks every id before anything is trained. */
final class TokenFiles {
    private final DataRequest request;
    private final TokensOptions options;
    private final CacheFolder cache;
    private final List<TokenFile> opened = new ArrayList<>();

    TokenFiles(DataRequest request, CacheFolder cache) {
        this.request = request;
        this.options = request.options().as(TokensOptions.class);
        this.cache = cache;
    }

    /** Returns the dataset, which owns everything that was opened for it. */
    Dataset open() {
        Optional<RequestedMasking> masking = RequestedMasking.of(options.masking(), request);
        OptionalInt mask = mask(masking);
        try {
            return open(masking, mask);
        } catch (GrowthException e) {
            opened.forEach(file -> file.tokens().close());
            throw e;
        }
    }

    private Dataset open(Optional<RequestedMasking> masking, OptionalInt mask) {
        InputFiles files = new InputFiles(request, new FileHashes(cache));
        List<TokenFile> train = files(files, "train", options.train());
        List<TokenFile> valid = files(files, "valid", options.valid());
        files.finish();
        if (opened.isEmpty()) {
            throw request.options().refuse("train", "there are no tokens; give .bin, .npy or .safetensors files, folders or globs");
        }
        int vocabulary = vocabulary(mask);
        TokenSplit split = TokenSplit.of(request, joined(train), joined(valid), options.validShare(), request.model().context() + 1);
        Dataset windows = new WindowDataset(new Windows(split.train(), request.model().context(), request.seed()),
                TextRows.windows(split.valid(), request.model().context()), Vocabulary.of(vocabulary),
                facts(train, valid, split, vocabulary), files.place("train"),
                opened.stream().map(file -> (AutoCloseable) file.tokens()).toList());
        return masking.map(how -> how.mask(windows, mask.orElseThrow(), request.seed())).orElse(windows);
    }

    private OptionalInt mask(Optional<RequestedMasking> masking) {
        if (masking.isEmpty() && options.maskId().isPresent()) {
            throw request.options().refuse("mask-id", "family " + request.model().family().id() + " masks nothing; leave it out");
        }
        if (masking.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!options.maskId().isPresent()) {
            throw request.options().refuse("mask-id", "family bert needs the id that stands for a masked token; give one that no text has");
        }
        if (masking.get().wholeWords()) {
            throw request.options().group("masking").refuse("whole-words", "token files do not tell where words begin; leave it out");
        }
        return OptionalInt.of(options.maskId().get());
    }

    private List<TokenFile> files(InputFiles files, String option, Optional<List<String>> patterns) {
        TokenWidth width = width(options.dtype());
        List<TokenFile> result = new ArrayList<>();
        for (InputFile file : files.files(option, patterns)) {
            try {
                TokenFile tokens = TokenFile.open(file, width, options.tensor());
                opened.add(tokens);
                result.add(tokens);
            } catch (GrowthException e) {
                throw files.place(option).at(e);
            }
        }
        return result;
    }

    private static TokenWidth width(TokensOptions.Dtype type) {
        return switch (type) {
            case UINT16 -> TokenWidth.UINT16;
            case UINT32 -> TokenWidth.INT32;
            case INT64 -> TokenWidth.INT64;
        };
    }

    private int vocabulary(OptionalInt mask) {
        boolean given = options.vocabulary().isPresent();
        int limit = options.vocabulary().orElse(TokensOptions.LARGEST);
        int largest = mask.orElse(0);
        if (largest >= limit) {
            throw request.options().refuse("mask-id", largest + " is not in the vocabulary, which has the ids 0 to " + (limit - 1));
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
        Stored.describe("train", train.stream().map(TokenFile::file).toList(), facts);
        if (valid.isEmpty()) {
            facts.put("valid", "the last " + split.valid().size() + " tokens of the training files");
        }
        facts.put("valid.tokens", Long.toString(split.valid().size()));
        Stored.describe("valid", valid.stream().map(TokenFile::file).toList(), facts);
        facts.put("layout", String.join(", ", Stream.concat(train.stream(), valid.stream()).map(TokenFile::layout).distinct().toList()));
        facts.put("vocabulary", Integer.toString(vocabulary));
        return facts;
    }
}
