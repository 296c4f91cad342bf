package growth.data.tokenfiles;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.data.cache.CacheFolder;
import growth.data.corpus.InputFile;
import growth.data.tokens.MappedTokens;
import growth.data.tokens.TokenWidth;
import growth.data.tokens.Tokens;
import growth.formats.digest.Sha256;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A file of token ids, opened: ids and nothing else (nanoGPT's .bin), or a safetensors file.
 *
 * @param file   the file
 * @param tokens its ids
 * @param layout how the ids are stored, in words
 * @param width  bytes of an id in a file that holds nothing else; 0 for safetensors
 */
record TokenFile(InputFile file, Tokens tokens, String layout, int width) {
    private static final String SAFETENSORS = ".safetensors";
    private static final String FORMAT = "ids-1";

    /**
     * @param width  of ids in files of nothing else
     * @param tensor name of the tensor in safetensors files
     * @throws GrowthException (DATA) if it is empty, damaged, or something else
     */
    static TokenFile open(InputFile file, TokenWidth width, Optional<String> tensor) {
        if (file.bytes() == 0) {
            throw refuse(file, "is empty; give a file of token ids");
        }
        if (file.name().endsWith(SAFETENSORS)) {
            SafetensorsTokens tokens = new SafetensorsTokens(file.path(), tensor);
            if (tokens.size() == 0) {
                tokens.close();
                throw refuse(file, "tensor '" + tokens.tensor() + "' is empty; give a file of token ids");
            }
            return new TokenFile(file, tokens, "tensor " + tokens.tensor(), 0);
        }
        if (file.bytes() % width.bytes() != 0) {
            throw refuse(file, "has " + file.bytes() + " bytes, which is no whole number of ids of " + width.bytes()
                    + " bytes; it is truncated or dtype is wrong");
        }
        try {
            return new TokenFile(file, new MappedTokens(file.path(), width), width.name(), width.bytes());
        } catch (IOException e) {
            throw new GrowthException(DATA, file.name() + " cannot be read: " + IoReason.of(e), e);
        }
    }

    /** @return the ids that occur; all of the file is read once, the next time the cache knows */
    IdRange range(CacheFolder cache) {
        String name = "ids-" + Sha256.of(List.of(FORMAT, file.sha256(), layout)).substring(0, 16) + ".txt";
        return cache.text(name).flatMap(IdRange::parse).orElseGet(() -> {
            IdRange range = IdRange.of(tokens);
            cache.putText(name, range.text());
            return range;
        });
    }

    /**
     * Searches for an id that is not allowed.
     *
     * @param limit one more than the largest id allowed
     * @param why   what decides that, e.g. {@code the vocabulary}
     * @return an error with the place of the first one, to be thrown
     */
    GrowthException outside(int limit, String why) {
        long index = IdRange.outside(tokens, limit).orElseThrow();
        int[] id = new int[1];
        tokens.read(index, id, 0, 1);
        return refuse(file, "token " + index + (width > 0 ? " (byte " + index * width + ")" : "") + " is "
                + (width > 0 ? Integer.toUnsignedString(id[0]) : Integer.toString(id[0])) + "; " + why + " allows 0 to " + (limit - 1));
    }

    private static GrowthException refuse(InputFile file, String message) {
        return new GrowthException(DATA, file.name() + ": " + message);
    }
}
