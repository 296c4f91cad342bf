package growth.data.tokenizer;

import growth.data.tokenizer.BpeModel.Merge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** BPE as the papers tell it, as slowly as can be: to check the trainer and the library against. */
final class ReferenceBpe {
    private ReferenceBpe() {
    }

    /** Returns ids of the text: in every pre-token, the earliest learned merge that applies is applied everywhere, until none does. */
    static int[] encode(BpeModel model, String text) {
        List<Integer> ids = new ArrayList<>();
        PreTokenizer.split(text, word -> {
            List<String> symbols = symbols(word);
            for (Merge merge = first(model.merges(), symbols); merge != null; merge = first(model.merges(), symbols)) {
                symbols = apply(merge, symbols);
            }
            symbols.forEach(symbol -> ids.add(model.vocabulary().get(symbol)));
        });
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Returns the merges that training gives, every count made anew for every merge; ties go to the pair whose tokens were made first. */
    static List<Merge> train(String text, int vocabulary) {
        List<List<String>> words = new ArrayList<>();
        PreTokenizer.split(text, word -> words.add(symbols(word)));
        Map<String, Integer> ids = new HashMap<>();
        ByteLevel.byCharacter().forEach(value -> ids.put(String.valueOf(ByteLevel.character(value)), ids.size()));
        List<Merge> merges = new ArrayList<>();
        while (ids.size() < vocabulary) {
            Merge best = mostFrequent(words, ids);
            if (best == null) {
                break;
            }
            merges.add(best);
            ids.putIfAbsent(best.left() + best.right(), ids.size());
            words.replaceAll(word -> apply(best, word));
        }
        return merges;
    }

    private static Merge mostFrequent(List<List<String>> words, Map<String, Integer> ids) {
        Map<Merge, Integer> counts = new HashMap<>();
        for (List<String> word : words) {
            for (int i = 1; i < word.size(); i++) {
                counts.merge(new Merge(word.get(i - 1), word.get(i)), 1, Integer::sum);
            }
        }
        Merge best = null;
        for (Merge pair : counts.keySet()) {
            if (counts.get(pair) >= 2 && (best == null || isBetter(pair, best, counts, ids))) {
                best = pair;
            }
        }
        return best;
    }

    private static boolean isBetter(Merge pair, Merge best, Map<Merge, Integer> counts, Map<String, Integer> ids) {
        if (!counts.get(pair).equals(counts.get(best))) {
            return counts.get(pair) > counts.get(best);
        }
        int left = Integer.compare(ids.get(pair.left()), ids.get(best.left()));
        return left != 0 ? left < 0 : ids.get(pair.right()) < ids.get(best.right());
    }

    private static Merge first(List<Merge> merges, List<String> symbols) {
        return merges.stream().filter(merge -> apply(merge, symbols).size() < symbols.size()).findFirst().orElse(null);
    }

    private static List<String> apply(Merge merge, List<String> symbols) {
        List<String> result = new ArrayList<>();
        for (int i = 0; i < symbols.size(); i++) {
            if (i + 1 < symbols.size() && symbols.get(i).equals(merge.left()) && symbols.get(i + 1).equals(merge.right())) {
                result.add(merge.left() + merge.right());
                i++;
            } else {
                result.add(symbols.get(i));
            }
        }
        return result;
    }

    private static List<String> symbols(String word) {
        List<String> symbols = new ArrayList<>();
        for (byte value : word.getBytes(StandardCharsets.UTF_8)) {
            symbols.add(String.valueOf(ByteLevel.character(Byte.toUnsignedInt(value))));
        }
        return symbols;
    }
}
