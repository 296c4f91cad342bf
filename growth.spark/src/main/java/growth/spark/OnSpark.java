package growth.spark;

import growth.launcher.place.PlaceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command line that names Spark.
 *
 * @param words    the command's own, without Spark's settings
 * @param place    the word of {@code --on}, by which the command finds the place: a master, or {@code spark}
 * @param settings Spark's: {@code spark.master} of {@code --on MASTER}, and those of {@code --conf KEY=VALUE}
 */
record OnSpark(List<String> words, String place, Map<String, String> settings) {
    private static final int USAGE = 2;
    private static final String ON = "--on";
    private static final String CONF = "--conf";
    private static final String PLACE = "spark";
    private static final Set<String> PLACED = Set.of("train", "compare");

    /** Reads a command line. One that spark-submit was given need not say {@code --on}. */
    static OnSpark of(List<String> line) {
        List<String> words = new ArrayList<>();
        Map<String, String> settings = new HashMap<>();
        String place = "";
        for (int i = 0; i < line.size(); i++) {
            String word = line.get(i);
            String name = word.replaceFirst("=.*", "");
            if (!name.equals(ON) && !name.equals(CONF)) {
                words.add(word);
                continue;
            }
            if (word.equals(name) && i + 1 == line.size()) {
                throw new PlaceException(USAGE,
                        name + " needs " + (name.equals(ON) ? "a master, as in --on spark://HOST:7077" : "KEY=VALUE"));
            }
            String value = word.equals(name) ? line.get(++i) : word.substring(name.length() + 1);
            if (name.equals(ON)) {
                place = value;
                words.add(ON);
                words.add(value);
                if (!value.equals(PLACE)) {
                    settings.put("spark.master", value);
                }
            } else {
                putSetting(value, settings);
            }
        }
        if (place.isEmpty() && !words.isEmpty() && PLACED.contains(words.get(0))) {
            words.add(1, PLACE);
            words.add(1, ON);
        }
        return new OnSpark(List.copyOf(words), place.isEmpty() ? PLACE : place, Map.copyOf(settings));
    }

    private static void putSetting(String word, Map<String, String> settings) {
        int equals = word.indexOf('=');
        if (equals < 1 || !word.startsWith("spark.")) {
            throw new PlaceException(USAGE, "--conf " + word + " is no setting of Spark; it is written spark.KEY=VALUE");
        }
        settings.put(word.substring(0, equals), word.substring(equals + 1));
    }
}
