package growth.ops.stacking;

import growth.api.GrowthException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists of layers in text: layers and ranges of them joined by commas, each perhaps repeated: {@code 0-5,2-4x3,5}. */
final class LayerList {
    private static final Pattern PART = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?(?:x(\\d{1,6}))?");
    private static final int MOST = 100_000;

    private LayerList() {
    }

    /**
     * @param text e.g. {@code 0-1,2-4x2,5}: layers 0 1 2 3 4 2 3 4 5
     * @param from layers there are
     * @return the layers, in order
     * @throws GrowthException (CONFIGURATION) that says which part is wrong
     */
    static List<Integer> parse(String text, int from) {
        List<Integer> layers = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part.trim());
            if (!matcher.matches()) {
                throw refusal("'" + part.trim() + "' in '" + text + "' is no layer, range or repetition; write e.g. 0-5,2-4x3,5");
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            int times = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
            require(first <= last, "the range " + first + "-" + last + " runs backwards; write " + last + "-" + first);
            require(last < from, "there is no layer " + last + " among " + from + "; the last one is " + (from - 1));
            require(times >= 1, "'" + part.trim() + "' is repeated 0 times; leave it out");
            require(layers.size() + (long) times * (last - first + 1) <= MOST, "'" + text + "' names more than " + MOST + " layers");
            for (int k = 0; k < times; k++) {
                for (int i = first; i <= last; i++) {
                    layers.add(i);
                }
            }
        }
        return layers;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw refusal(message);
        }
    }

    private static GrowthException refusal(String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message);
    }
}
