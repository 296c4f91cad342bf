package growth.ops.stacking;

import growth.api.GrowthException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads lists of layers: layers and ranges joined by commas, each perhaps repeated: {@code 0-5,2-4x3,5}. A range without an end goes to the
 * last layer, and one part may be repeated as often as fits: {@code 0-1,2-x*,4-5}.
 */
final class LayerList {
    private static final Pattern PART = Pattern.compile("(\\d{1,6})(-(\\d{1,6})?)?(?:x(\\d{1,6}|\\*))?");
    private static final int AS_OFTEN_AS_FITS = 0;
    private static final int MOST = 100_000;

    private LayerList() {
    }

    /**
     * @param text e.g. {@code 0-1,2-4x2,5}: layers 0 1 2 3 4 2 3 4 5
     * @param from number of old layers
     * @param to   number of wanted layers; a part repeated as often as fits takes the layers that the others leave, its last round perhaps
     *             cut short
     * @return the layers, in order; without such a part as many as the list names
     * @throws GrowthException (CONFIGURATION) that says which part is wrong
     */
    static List<Integer> parse(String text, int from, int to) {
        List<Part> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            parts.add(Part.of(part.trim(), text, from));
        }
        long fixed = parts.stream().mapToLong(Part::fixed).sum();
        List<Part> filling = parts.stream().filter(Part::fills).toList();
        require(fixed <= MOST, "'" + text + "' names more than " + MOST + " layers");
        require(filling.size() <= 1, "'" + text + "' repeats more than one part as often as fits; give all x* but one a number");
        filling.forEach(part -> require(fixed < to, "'" + text + "' leaves no room for " + part.text() + ": its other parts name " + fixed
                + " layers, and the grown model has " + to + "; shorten them"));
        return parts.stream().flatMap(part -> part.layers(part.fills() ? to - (int) fixed : (int) part.fixed()).stream()).toList();
    }

    /**
     * One part of a list.
     *
     * @param text  as written
     * @param range the layers it names once
     * @param times number of times; {@link #AS_OFTEN_AS_FITS} if the wanted layers decide it
     */
    private record Part(String text, List<Integer> range, int times) {
        static Part of(String text, String list, int from) {
            Matcher matcher = PART.matcher(text);
            if (!matcher.matches()) {
                throw refusal("'" + text + "' in '" + list + "' is no layer, range or repetition; write e.g. 0-5,2-4x3,5 or 0-1,2-x*,4-5");
            }
            int first = Integer.parseInt(matcher.group(1));
            boolean open = matcher.group(2) != null && matcher.group(3) == null;
            int last = open ? Math.max(first, from - 1) : matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3));
            require(first <= last, "the range " + first + "-" + last + " runs backwards; write " + last + "-" + first);
            require(last < from, "there is no layer " + last + " among " + from + "; the last one is " + (from - 1));
            List<Integer> range = IntStream.rangeClosed(first, last).boxed().toList();
            String times = matcher.group(4) == null ? "1" : matcher.group(4);
            if (times.equals("*")) {
                return new Part(text, range, AS_OFTEN_AS_FITS);
            }
            require(Integer.parseInt(times) >= 1, "'" + text + "' is repeated 0 times; leave it out");
            return new Part(text, range, Integer.parseInt(times));
        }

        boolean fills() {
            return times == AS_OFTEN_AS_FITS;
        }

        /** Returns the number of layers that it names; 0 where the list leaves it open. */
        long fixed() {
            return (long) times * range.size();
        }

        List<Integer> layers(int count) {
            return IntStream.range(0, count).mapToObj(i -> range.get(i % range.size())).toList();
        }
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
