package growth.study.file;

import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import growth.runtime.config.YamlWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A study as one file that needs no other.
 *
 * @param study the study, with nothing left open
 */
record ResolvedStudy(Study study) {
    private static final String HEADER = "# A study with its base run, budget and defaults written out; it reads back as the same study.\n";

    /**
     * Returns the text.
     *
     * @param files dotted paths of the values of run files that name files
     */
    String text(Set<String> files) {
        Study.Source source = study.source();
        Map<String, Entry> keys = new LinkedHashMap<>();
        put(keys, "name", text(study.name()));
        put(keys, "paths", text(source.folder().toString()));
        source.document().entries().forEach((key, entry) -> {
            if (!key.equals(StudyKeys.BASE)) {
                keys.putIfAbsent(key, entry);
            }
        });
        put(keys, "targets", new Sequence("", study.targets().stream().<YamlValue>map(target -> text(target.toString())).toList()));
        Validation validation = study.validation();
        Mapping written = StudyText.entry(source.document(), "validation").map(Entry::value).filter(Mapping.class::isInstance)
                .map(Mapping.class::cast).orElse(new Mapping("", Map.of()));
        put(keys, "validation", written.with("every", new Entry("", text(validation.every().toString()))));
        put(keys, StudyKeys.BASE, new WrittenPaths(source).absoluteBase(files));
        return HEADER + YamlWriter.write(new Mapping("", keys));
    }

    private static void put(Map<String, Entry> keys, String key, YamlValue value) {
        keys.put(key, new Entry("", value));
    }

    private static Scalar text(String text) {
        return new Scalar("", Scalar.Kind.TEXT, text);
    }
}
