package growth.data.tokenfiles;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.data.cache.CacheFolder;
import growth.data.corpus.FileKind;
import growth.data.corpus.InputFile;
import growth.data.options.TokensOptions;
import growth.data.tokens.MappedTokens;
import growth.data.tokens.TokenWidth;
import growth.data.tokens.Tokens;
import growth.formats.digest.Sha256;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * A file of token ids, opened: ids and nothing else (nanoGPT's .bin), ids behind the header of llm.c or
 * NumPy, or a safetensors file.
 *
 * @param file   the file
 * @param tokens its ids
 * @param layout how the ids are stored, in words
 * @param places where ids lie in the file; null for safetensors
 */
record TokenFile(InputFile file, Tokens tokens, String layout, IdLayout places) {
    private static final String SAFETENSORS = ".safetensors";
    private static final String NPY = ".npy";
    private static final String FORMAT = "ids-1";

    /**
     * Opens a file.
     *
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
            return new TokenFile(file, tokens, "tensor " + tokens.tensor(), null);
        }
        try {
            return open(file, layout(file, width));
        } catch (IOException e) {
            throw IoReason.unreadable(DATA, file.name(), e);
        }
    }

    /** The header says how ids lie, where there is one; what holds something else is named. */
    private static IdLayout layout(InputFile file, TokenWidth width) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file.path())) {
            start = in.readNBytes(NpyHeader.LONGEST);
        }
        try {
            Optional<IdLayout> headed = NpyHeader.read(start).or(() -> LlmcHeader.read(start));
            if (headed.isPresent()) {
                return headed.get();
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw refuse(file, e.getMessage());
        }
        if (file.name().endsWith(NPY)) {
            throw refuse(file, "is named like a NumPy array, but has no such header; copy or download it again");
        }
        FileKind.amongNumbers(start).ifPresent(words -> {
            throw refuse(file, "is " + words + "; token ids are read from .bin files of ids and nothing else, .npy and .safetensors files");
        });
        return IdLayout.bare(width);
    }

    private static TokenFile open(InputFile file, IdLayout layout) throws IOException {
        long bytes = file.bytes() - layout.header();
        int width = layout.width().bytes();
        if (bytes % width != 0 || layout.count() >= 0 && (bytes < 0 || bytes / width != layout.count())) {
            throw refuse(file, layout.count() < 0 ? "has " + bytes + " bytes, which is no whole number of ids of " + width
                    + " bytes; it is truncated or dtype is wrong" : "has " + Math.max(0, bytes) + " bytes of ids, but its header promises "
                    + layout.count() + " ids of " + width + " bytes; copy or download it again");
        }
        if (bytes == 0) {
            throw refuse(file, "holds no ids; give a file of token ids");
        }
        Tokens tokens = MappedTokens.behind(layout.header(), file.path(), layout.width(), layout.order());
        Optional<String> wrong = layout.count() < 0 ? WidthGuess.check(tokens, layout.width()) : Optional.empty();
        if (wrong.isPresent()) {
            tokens.close();
            throw refuse(file, wrong.get());
        }
        return new TokenFile(file, tokens, layout.words(), layout);
    }

    /** Returns the ids that occur. The file is read once; from then on the cache knows. */
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
        String place = places == null ? "" : " (byte " + (places.header() + index * places.width().bytes()) + ")";
        String value = places == null ? Integer.toString(id[0]) : places.width() == TokenWidth.INT64 && id[0] < 0 ? "negative or too large"
                : Integer.toUnsignedString(id[0]);
        boolean narrower = places != null && places.count() < 0 && limit >= TokensOptions.LARGEST
                && WidthGuess.narrower(tokens, places.width());
        return refuse(file, "token " + index + place + " is " + value + "; " + why + " allows 0 to " + (limit - 1)
                + (narrower ? "; ids of 16 bits are dtype: uint16" : ""));
    }

    private static GrowthException refuse(InputFile file, String message) {
        return new GrowthException(DATA, file.name() + ": " + message);
    }

    /**
     * How ids lie in a file.
     *
     * @param width  of each
     * @param order  of the bytes of an id
     * @param header bytes before the first
     * @param count  ids there must be; -1 where the file does not say
     * @param words  what is written down of it
     */
    record IdLayout(TokenWidth width, ByteOrder order, long header, long count, String words) {
        /** Returns the layout of ids and nothing else, little-endian, as nanoGPT writes them. */
        static IdLayout bare(TokenWidth width) {
            return new IdLayout(width, ByteOrder.LITTLE_ENDIAN, 0, -1, width.name());
        }
    }
}
