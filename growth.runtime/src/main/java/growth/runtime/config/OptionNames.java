package growth.runtime.config;

import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.runtime.config.YamlValue.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All the options that a file can have, by their dotted paths: a key that is right elsewhere is the likeliest slip.
 *
 * @param whole what the file is called in errors, e.g. {@code the run file}
 * @param paths e.g. {@code training.optimizer.lr}
 */
record OptionNames(String whole, List<String> paths) {
    OptionNames {
        paths = List.copyOf(paths);
    }

    /** Returns the options and what is nested in them, but for what is nested in lists. */
    static OptionNames of(String whole, List<OptionSpec> specs) {
        List<String> paths = new ArrayList<>();
        collect(specs, "", paths);
        return new OptionNames(whole, paths);
    }

    private static void collect(List<OptionSpec> specs, String before, List<String> paths) {
        for (OptionSpec spec : specs) {
            paths.add(before + spec.name());
            if (spec.type() == OptionType.GROUP) {
                collect(spec.nested(), before + spec.name() + ".", paths);
            }
        }
    }

    /**
     * Returns the error and its correction.
     *
     * @param key   an unknown key
     * @param value what stands behind it
     * @param names the keys that are valid there
     * @param path  the group's dotted path; empty for the whole file
     */
    String unknown(String key, YamlValue value, List<String> names, String path) {
        String where = path.isEmpty() ? "" : " in " + path;
        boolean alone = value instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NULL;
        if (alone && key.matches("[0-9]+([eE][-+]?[0-9]+)?")) {
            return "unknown key '" + key + "'" + where + "; a comma ends a value, so a decimal is written with a point, e.g. 0." + key;
        }
        Optional<String> pair = alone ? PairAdvice.of(key, names) : Optional.empty();
        if (pair.isPresent()) {
            return pair.get();
        }
        String prefix = path.isEmpty() ? "" : path + ".";
        Optional<String> elsewhere = paths.stream().filter(p -> p.equals(key) || p.endsWith("." + key)).filter(p -> !p.equals(prefix + key))
                .min(nearTo(prefix));
        Optional<String> unfinished = names.stream().filter(n -> key.length() > 3 && n.startsWith(key)).findFirst();
        Optional<String> hint = unfinished.or(() -> elsewhere).or(() -> NearestName.to(key, names)).or(() -> alike(key, prefix));
        String valid = names.isEmpty() ? "; it takes no options" : "; valid keys: " + String.join(", ", names);
        return "unknown key '" + key + "'" + where + hint.map(name -> "; did you mean '" + name + "'?").orElse(valid);
    }

    /** A path whose last part is written alike but for the dashes. */
    private Optional<String> alike(String key, String prefix) {
        String letters = letters(key);
        return paths.stream().filter(path -> letters(last(path)).equals(letters)).min(nearTo(prefix));
    }

    /** Orders paths by their number of parts, then by how much they have in common with the key's place. */
    private static Comparator<String> nearTo(String prefix) {
        return Comparator.<String>comparingLong(path -> path.chars().filter(c -> c == '.').count())
                .thenComparingInt(path -> -common(path, prefix)).thenComparing(Comparator.naturalOrder());
    }

    private static String letters(String name) {
        return name.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static int common(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }
}
