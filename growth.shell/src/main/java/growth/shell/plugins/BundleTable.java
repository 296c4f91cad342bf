package growth.shell.plugins;

import growth.runtime.plugins.BundleInfo;
import growth.shell.text.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Bundles as text: a table of all, or a page about one. */
public final class BundleTable {
    private static final int SHORT = 12;
    private static final String NOTHING = "-";

    private BundleTable() {
    }

    /**
     * Returns the lines of a table, and of a second one with those that do not work and why.
     *
     * @param width columns of the page
     */
    public static List<String> lines(List<BundleInfo> bundles, int width) {
        Table table = new Table("jar", "bundle", "state", "trust", "SHA-256", "provides");
        Table broken = new Table("not usable", "reason");
        for (BundleInfo bundle : bundles) {
            table.row(bundle.jar().orElse(NOTHING), name(bundle), bundle.state(), bundle.trust().isEmpty() ? NOTHING : bundle.trust(),
                    abridged(bundle.sha256()), provides(bundle));
            if (!bundle.usable()) {
                broken.row(bundle.jar().orElse(bundle.name()), bundle.reason());
            }
        }
        List<String> lines = new ArrayList<>(table.lines(width));
        if (!broken.isEmpty()) {
            lines.add("");
            lines.addAll(broken.lines(width));
        }
        return lines;
    }

    /** Returns the lines of a table of bundles of the installation, of which jar, hash and trust say little. */
    public static List<String> installation(List<BundleInfo> bundles, int width) {
        Table table = new Table("of the installation", "state", "provides");
        bundles.forEach(bundle -> table.row(name(bundle), bundle.state() + (bundle.usable() ? "" : ": " + bundle.reason()),
                provides(bundle)));
        return table.lines(width);
    }

    /** Returns the page about one bundle. */
    public static List<String> page(BundleInfo bundle, int width) {
        Table facts = new Table("", "");
        facts.row("jar", bundle.jar().orElse(NOTHING));
        facts.row("bundle", name(bundle));
        facts.row("state", bundle.state());
        facts.row("trust", bundle.trust().isEmpty() ? NOTHING : bundle.trust());
        facts.row("SHA-256", bundle.sha256().isEmpty() ? NOTHING : bundle.sha256());
        facts.row("provides", provides(bundle));
        facts.row("missing", bundle.usable() ? "nothing" : bundle.reason());
        return facts.lines(width);
    }

    private static String name(BundleInfo bundle) {
        String name = Stream.of(bundle.name(), bundle.version()).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
        return name.isEmpty() ? NOTHING : name;
    }

    /** Returns, for example, {@code operators stack, zero; schedule prop}. */
    public static String provides(List<String> promises) {
        if (promises.isEmpty()) {
            return NOTHING;
        }
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        promises.forEach(promise -> kinds.computeIfAbsent(promise.substring(0, promise.lastIndexOf(' ')), kind -> new ArrayList<>())
                .add(promise.substring(promise.lastIndexOf(' ') + 1)));
        return kinds.entrySet().stream()
                .map(kind -> kind.getKey() + (kind.getValue().size() > 1 ? "s " : " ") + String.join(", ", kind.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String provides(BundleInfo bundle) {
        return provides(bundle.provides());
    }

    private static String abridged(String sha256) {
        return sha256.isEmpty() ? NOTHING : sha256.substring(0, Math.min(SHORT, sha256.length()));
    }
}
