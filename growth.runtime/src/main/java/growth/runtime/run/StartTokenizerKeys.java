package growth.runtime.run;

import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run that starts from a model takes that model's tokenizer, unless its file says another one. */
final class StartTokenizerKeys {
    private static final String GROUP = "tokenizer";
    private static final String KIND = "kind";
    private static final String FILE = "file";
    private static final String PATH = "path";

    private StartTokenizerKeys() {
    }

    /**
     * Fills in the tokenizer of the folder that {@code model.start} names, for data that can take one from a file. A folder that is not
     * there any more counts as one that had a tokenizer, so that a run is still the same file when it is resumed.
     *
     * @param file   as written
     * @param folder that relative paths start from
     * @param data   the card of the data source, if there is one
     */
    static Mapping withDefault(Mapping file, Path folder, Optional<Card> data) {
        Optional<String> start = scalar(file, "model", "start");
        Entry section = file.entries().get("data");
        if (start.isEmpty() || data.filter(StartTokenizerKeys::readsFiles).isEmpty() || section == null
                || !(section.value() instanceof Mapping options) || options.entries().containsKey(GROUP)) {
            return file;
        }
        try {
            Path base = folder.resolve(scalar(file, "base").orElse("."));
            Path model = base.resolve(start.get());
            if (Files.exists(model) && !Files.exists(model.resolve(Checkpoint.TOKENIZER))) {
                return file;
            }
            String place = section.place();
            Map<String, Entry> group = new LinkedHashMap<>();
            group.put(KIND, new Entry(place, new Scalar(place, Scalar.Kind.TEXT, FILE)));
            group.put(PATH, new Entry(place, new Scalar(place, Scalar.Kind.TEXT, Path.of(start.get(), Checkpoint.TOKENIZER).toString())));
            return file.with("data", new Entry(place, options.with(GROUP, new Entry(place, new Mapping(place, group)))));
        } catch (InvalidPathException e) {
            // Refused with its place when the folder is looked for.
            return file;
        }
    }

    private static boolean readsFiles(Card card) {
        return card.options().stream().filter(option -> option.name().equals(GROUP)).map(OptionSpec::nested)
                .anyMatch(nested -> has(nested, KIND, OptionType.CHOICE) && has(nested, PATH, OptionType.TEXT)
                        && nested.stream().anyMatch(option -> option.choices().contains(FILE)));
    }

    private static boolean has(List<OptionSpec> options, String name, OptionType type) {
        return options.stream().anyMatch(option -> option.name().equals(name) && option.type() == type);
    }

    private static Optional<String> scalar(Mapping file, String... path) {
        YamlValue value = file;
        for (String name : path) {
            Entry entry = value instanceof Mapping mapping ? mapping.entries().get(name) : null;
            if (entry == null) {
                return Optional.empty();
            }
            value = entry.value();
        }
        return value instanceof Scalar scalar && scalar.kind() != Scalar.Kind.NULL ? Optional.of(scalar.text()) : Optional.empty();
    }
}
