package growth.runtime.run;

import static growth.runtime.config.OptionMarkdown.code;
import static growth.runtime.config.OptionMarkdown.sentence;

import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.runtime.config.OptionMarkdown;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A page in Markdown with every key of run files, and the options of every installed plug-in: what {@link RunSchema} is for editors. */
final class RunReference {
    /** A run file to begin with. It needs no files of its own. */
    static final String EXAMPLE = """
            name: stories
            seed: 1
            model: {family: llama, layers: 12, hidden: 64, heads: 4, intermediate: 176, context: 64}   # the target
            data:
              kind: synthetic                  # generated stories; text takes your own files
            training:
              duration: 400ktok
              batch: 16
              optimizer: {kind: adamw, lr: 3e-3, weight-decay: 0.1}
              learning-rate: {kind: cosine, warmup: 2%, floor: 10%}
            growth:                            # left out: the target is trained from scratch
              schedule: {kind: one-hop, from: {layers: 3}, at: 25%}
              operator: stack
            evaluate: {every: 50ktok}
            checkpoint: {every: 50%, keep: 2}
            """;
    private static final String HEAD = """
            <!-- printed by growth schema --markdown from the declarations in the code; change them, not this page -->
            # Run files

            A run file says in YAML what is trained, on what and for how long, and how the model grows. This page lists all its keys, with
            those of every installed plug-in; any other key is refused. `growth plan RUN.yaml` shows what a run would do. On the command
            line, `--set training.batch=32` replaces a value.

            `growth schema --markdown` prints this page. `growth schema` prints the same as a JSON Schema, with which editors complete and
            check run files.

            ## Example

            ```yaml
            """;
    private final Map<PluginSlot, List<Card>> installed;
    private final OptionMarkdown markdown;

    private RunReference(Map<PluginSlot, List<Card>> installed) {
        this.installed = installed;
        Map<String, String> kinds = new HashMap<>();
        installed.forEach((slot, cards) -> {
            String links = cards.stream().map(card -> "[" + code(card.name()) + "](#" + anchor(title(slot, card)) + ")")
                    .collect(Collectors.joining(", "));
            kinds.put(path(slot) + "." + PluginSlot.KIND, links.isEmpty() ? "none is installed" : links);
        });
        this.markdown = new OptionMarkdown(kinds);
    }

    /**
     * Returns the page.
     *
     * @param installed the cards of the usable plug-ins of each slot
     */
    static String of(Map<PluginSlot, List<Card>> installed) {
        return new RunReference(new EnumMap<>(installed)).page();
    }

    private String page() {
        List<OptionSpec> file = RunSections.file(Map.of());
        List<String> parts = new ArrayList<>();
        parts.add(HEAD + EXAMPLE + "```\n");
        parts.add(ValueReference.page());
        List<OptionSpec> single = file.stream().filter(spec -> spec.type() != OptionType.GROUP).toList();
        parts.add("## Top level\n\n" + markdown.table(single, ""));
        file.stream().filter(spec -> spec.type() == OptionType.GROUP).forEach(section -> section(section, parts));
        return String.join("\n", parts);
    }

    private void section(OptionSpec section, List<String> parts) {
        parts.add("## " + section.name() + "\n\n" + sentence(section.description()) + (section.required() ? " Required." : "") + "\n\n"
                + markdown.table(section.nested(), section.name() + "."));
        for (PluginSlot slot : PluginSlot.values()) {
            if (slot.path().get(0).equals(section.name())) {
                installed.getOrDefault(slot, List.of()).forEach(card -> parts.add(plugin(slot, card)));
            }
        }
    }

    private String plugin(PluginSlot slot, Card card) {
        String head = "### " + title(slot, card) + "\n\n" + sentence(card.title()) + "\n\n" + sentence("Source: " + card.paper()) + "\n\n";
        return head + (card.options().isEmpty() ? "It has no options.\n" : markdown.table(card.options(), path(slot) + "."));
    }

    private static String title(PluginSlot slot, Card card) {
        String kind = slot.plugins().words();
        return kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + " " + code(card.name());
    }

    private static String path(PluginSlot slot) {
        return String.join(".", slot.path()) + (slot.list() ? "[]" : "");
    }

    /** Where viewers put a heading: its letters, digits and hyphens, with hyphens for blanks. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
    }
}
