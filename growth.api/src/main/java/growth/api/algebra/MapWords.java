package growth.api.algebra;

import growth.api.model.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes growth maps in words, for logs and reports. */
final class MapWords {
    private MapWords() {
    }

    /** Returns e.g. {@code hidden 128 → 256 (each ×2), layers 3 → 12 (0–2 ×4)}; empty if nothing changes. */
    static String of(Map<Axis, AxisMap> axes, LayerMap layers) {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(axes).forEach((axis, map) -> {
            if (!(map instanceof IndexMap index && index.isIdentity())) {
                String name = axis.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                parts.add(name + " " + map.from() + " → " + map.to() + " (" + words(map) + ")");
            }
        });
        if (!layers.isIdentity()) {
            parts.add("layers " + layers.from() + " → " + layers.to() + " (" + words(layers) + ")");
        }
        return String.join(", ", parts);
    }

    private static String words(AxisMap map) {
        if (!(map instanceof IndexMap index)) {
            return "learned";
        }
        IntSummaryStatistics copies = Arrays.stream(index.copies()).summaryStatistics();
        long filled = Arrays.stream(index.source()).filter(s -> s == IndexMap.NEW).count();
        List<String> parts = new ArrayList<>();
        if (copies.getMin() == copies.getMax()) {
            parts.add(copies.getMax() == 1 ? "kept" : "each ×" + copies.getMax());
        } else {
            parts.add("each ×" + copies.getMin() + "–" + copies.getMax());
        }
        if (filled > 0) {
            parts.add(filled + " new");
        }
        return String.join(", ", parts);
    }

    /** Writes a repeated stack in short and any other map block by block; ° marks silent blocks. */
    private static String words(LayerMap map) {
        if (map.equals(LayerMap.stack(map.from(), map.to()))) {
            int rest = map.to() % map.from();
            String whole = (map.from() == 1 ? "0" : "0–" + (map.from() - 1)) + " ×" + map.to() / map.from();
            return rest == 0 ? whole : whole + ", " + list(map.layers().subList(map.to() - rest, map.to()));
        }
        boolean silent = map.layers().stream().anyMatch(LayerMap.Source::silent);
        return list(map.layers()) + (silent ? "; ° writes nothing yet" : "");
    }

    private static String list(List<LayerMap.Source> layers) {
        return layers.stream().map(s -> (s.fresh() ? "new" : s.layer()) + (s.silent() ? "°" : "")).collect(Collectors.joining(" "));
    }
}
