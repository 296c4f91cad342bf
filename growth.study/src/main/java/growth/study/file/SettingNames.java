package growth.study.file;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Names of settings that can be names of folders: {@code lr-1e-3-batch-4}. */
final class SettingNames {
    private SettingNames() {
    }

    /** Returns the name: for each setting as much of its path's end as tells it apart, and its value. */
    static String of(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> word(shortest(setting.getKey(), List.copyOf(settings.keySet()))) + "-" + word(setting.getValue()))
                .collect(Collectors.joining("-"));
    }

    private static String shortest(String path, List<String> all) {
        String[] parts = path.replaceFirst("\\.kind$", "").split("\\.");
        for (int from = parts.length - 1; from > 0; from--) {
            String end = String.join(".", List.of(parts).subList(from, parts.length));
            if (all.stream().noneMatch(other -> !other.equals(path) && other.replaceFirst("\\.kind$", "").endsWith("." + end))) {
                return end;
            }
        }
        return path;
    }

    /** Returns the text with nothing but letters, digits, points, underscores and hyphens. */
    static String word(String text) {
        return text.replace("%", "pct").replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^-+|-+$", "");
    }
}
