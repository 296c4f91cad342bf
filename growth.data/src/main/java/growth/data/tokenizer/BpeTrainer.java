package growth.data.tokenizer;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.data.tokenizer.BpeModel.Merge;
import growth.data.tokenizer.PairQueue.Pair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains byte-level BPE (Sennrich, Haddow and Birch 2016, algorithm 1, on bytes): the pair of neighbouring tokens that occurs most often
 * becomes a token, again and again. Equal counts are decided by the pair's ids, so the result depends on nothing but the counts; it is
 * the one that Hugging Face's trainer gives for {@code min_frequency=2}.
 */
final class BpeTrainer {
    /** A pair that occurs once would be a token for a single place. */
    private static final long LEAST_COUNT = 2;

    private final int size;
    private final Map<String, Integer> vocabulary = new LinkedHashMap<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<Merge> merges = new ArrayList<>();
    private final BpeWords words = new BpeWords();

    /** Begins with the 256 bytes, which count among the ids that are wanted. */
    BpeTrainer(int size) {
        if (size < ByteLevel.BYTES) {
            throw new IllegalArgumentException("a byte-level vocabulary has at least " + ByteLevel.BYTES + " ids, not " + size);
        }
        this.size = size;
        ByteLevel.byCharacter().forEach(value -> id(String.valueOf(ByteLevel.character(value))));
    }

    /** Returns the vocabulary of a corpus; smaller than wanted if no pair occurs twice any more. */
    BpeModel train(PreTokenCounts counts) {
        int[] idOfByte = new int[ByteLevel.BYTES];
        List<Integer> order = ByteLevel.byCharacter();
        for (int id = 0; id < order.size(); id++) {
            idOfByte[order.get(id)] = id;
        }
        counts.forEach((token, count) -> words.add(ids(token, idOfByte), count));
        PairQueue pairs = words.pairs();
        while (vocabulary.size() < size) {
            if (Thread.currentThread().isInterrupted()) {
                throw new GrowthException(Kind.DATA, "the training of the tokenizer was interrupted");
            }
            Pair best = pairs.poll();
            if (best == null || best.count() < LEAST_COUNT) {
                break;
            }
            merges.add(new Merge(tokens.get(best.left()), tokens.get(best.right())));
            words.merge(best, id(tokens.get(best.left()) + tokens.get(best.right())), pairs);
        }
        return new BpeModel(vocabulary, merges);
    }

    /** Two different merges can give the same token; it then has one id. */
    private int id(String token) {
        Integer known = vocabulary.putIfAbsent(token, tokens.size());
        if (known != null) {
            return known;
        }
        tokens.add(token);
        return tokens.size() - 1;
    }

    private static int[] ids(String token, int[] idOfByte) {
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ids[i] = idOfByte[Byte.toUnsignedInt(bytes[i])];
        }
        return ids;
    }
}
