package growth.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** A library or a module of growth, as the CycloneDX plug-in describes it, and the places in an installation where it was found. */
final class Component {

    private final ObjectNode description;
    private final Path file;
    private final SortedSet<String> places = new TreeSet<>();
    private JarContent content;

    private Component(ObjectNode description, Path file) {
        this.description = description;
        this.file = file;
    }

    /**
     * @param description an element of {@code components}
     * @param sources     the folder of the repository, for growth's own jars
     * @param local       Maven's local repository, for the others
     */
    static Component of(ObjectNode description, Path sources, Path local) {
        String group = description.path("group").asText();
        String name = description.path("name").asText();
        String version = description.path("version").asText();
        String classifier = qualifiers(description.path("purl").asText()).getOrDefault("classifier", "");
        String jar = name + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
        Path file = group.equals("growth") ? sources.resolve(name).resolve("target").resolve(jar)
                : local.resolve(group.replace('.', '/')).resolve(name).resolve(version).resolve(jar);
        return new Component(description, file);
    }

    private static Map<String, String> qualifiers(String purl) {
        Map<String, String> qualifiers = new HashMap<>();
        int begin = purl.indexOf('?');
        if (begin >= 0) {
            for (String pair : purl.substring(begin + 1).split("&")) {
                String[] both = pair.split("=", 2);
                qualifiers.put(both[0], both.length > 1 ? both[1] : "");
            }
        }
        return qualifiers;
    }

    /** Whether it is a file that can lie in an installation: poms cannot. */
    boolean isThere() {
        return Files.isRegularFile(file);
    }

    Path file() {
        return file;
    }

    JarContent content() throws IOException {
        if (content == null) {
            content = JarContent.of(Files.readAllBytes(file));
        }
        return content;
    }

    void foundAt(String place) {
        places.add(place);
    }

    boolean isFound() {
        return !places.isEmpty();
    }

    boolean isOwn() {
        return description.path("group").asText().equals("growth");
    }

    String reference() {
        return description.path("bom-ref").asText();
    }

    /** As it is written: with its places, and with the artefacts that its jar says it holds besides. */
    ObjectNode described() throws IOException {
        ObjectNode node = description.deepCopy();
        node.remove("scope");
        correctLicence(node);
        ObjectNode evidence = node.putObject("evidence");
        places.forEach(place -> evidence.withArray("occurrences").addObject().put("location", place));
        String self = description.path("group").asText() + ":" + description.path("name").asText();
        for (Map.Entry<String, String> nested : content().versions().entrySet()) {
            if (!nested.getKey().equals(self) && !isOwn()) {
                String[] names = nested.getKey().split(":", 2);
                node.withArray("components").addObject().put("type", "library").put("group", names[0]).put("name", names[1])
                        .put("version", nested.getValue())
                        .put("purl", "pkg:maven/" + names[0] + "/" + names[1] + "@" + nested.getValue() + "?type=jar");
            }
        }
        return node;
    }

    /** JLine calls its licence "The BSD License", which CycloneDX takes for the old one; its text is the one of three clauses. */
    private static void correctLicence(ObjectNode node) {
        if (node.path("name").asText().equals("jline") && node.at("/licenses/0/license") instanceof ObjectNode licence) {
            licence.put("id", "BSD-3-Clause");
        }
    }

    /** One line for readers: name, version, licences, places. */
    String line() {
        correctLicence(description);
        TreeSet<String> licences = new TreeSet<>();
        for (JsonNode licence : description.path("licenses")) {
            licences.add(licence.has("expression") ? licence.get("expression").asText()
                    : licence.path("license").path("id").asText(licence.path("license").path("name").asText()));
        }
        String terms = isOwn() ? "Apache-2.0" : licences.isEmpty() ? "see NOTICE" : String.join(" or ", licences);
        return description.path("group").asText() + ":" + description.path("name").asText() + " " + description.path("version").asText()
                + " | " + terms + " | " + String.join(", ", places);
    }
}
