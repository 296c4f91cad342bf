package growth.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The software bill of materials of an installation (CycloneDX 1.6): what the CycloneDX plug-in says of each module and its dependencies,
 * joined, and of that only what is found in the installation. A file that no component explains is an error.
 */
public final class BillOfMaterials {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String OF_A_MODULE = "components.json";

    private final Path sources;
    private final SortedMap<String, Component> components = new TreeMap<>();
    private final SortedMap<String, TreeSet<String>> dependencies = new TreeMap<>();
    private JsonNode tools;

    private BillOfMaterials(Path sources) {
        this.sources = sources;
    }

    /**
     * Writes {@code growth-VERSION.cdx.json} and {@code components.txt}.
     *
     * @param arguments the installation, the repository's folder, Maven's local repository, the folder to write to, growth's version, the
     *                  time of the release in ISO 8601
     */
    public static void main(String[] arguments) throws IOException {
        Path installation = Path.of(arguments[0]);
        BillOfMaterials bill = new BillOfMaterials(Path.of(arguments[1]));
        bill.readModules(Path.of(arguments[2]));
        List<String> unexplained = new Installation(installation).find(bill.components.values());
        if (!unexplained.isEmpty()) {
            System.err.println("no component explains these files of the distribution:\n  " + String.join("\n  ", unexplained));
            System.exit(1);
        }
        Path folder = Files.createDirectories(Path.of(arguments[3]));
        String version = arguments[4];
        Files.write(folder.resolve("growth-" + version + ".cdx.json"), JSON.writeValueAsBytes(bill.written(version, arguments[5])));
        Files.write(folder.resolve("components.txt"), bill.found().map(Component::line).toList());
    }

    private void readModules(Path local) throws IOException {
        try (Stream<Path> modules = Files.list(sources)) {
            for (Path module : modules.sorted().toList()) {
                Path file = module.resolve("target").resolve(OF_A_MODULE);
                if (Files.exists(file)) {
                    read(JSON.readTree(file.toFile()), local);
                }
            }
        }
    }

    private void read(JsonNode bill, Path local) {
        tools = bill.at("/metadata/tools");
        add((ObjectNode) bill.at("/metadata/component"), local);
        for (JsonNode component : bill.path("components")) {
            add((ObjectNode) component, local);
        }
        for (JsonNode dependency : bill.path("dependencies")) {
            TreeSet<String> on = dependencies.computeIfAbsent(dependency.path("ref").asText(), ref -> new TreeSet<>());
            dependency.path("dependsOn").forEach(ref -> on.add(ref.asText()));
        }
    }

    private void add(ObjectNode description, Path local) {
        Component component = Component.of(description, sources, local);
        if (component.isThere()) {
            components.putIfAbsent(component.reference(), component);
        }
    }

    private Stream<Component> found() {
        return components.values().stream().filter(Component::isFound);
    }

    private ObjectNode written(String version, String time) throws IOException {
        ObjectNode bill = JSON.createObjectNode().put("bomFormat", "CycloneDX").put("specVersion", "1.6");
        bill.put("serialNumber", "");
        bill.put("version", 1);
        ObjectNode metadata = bill.putObject("metadata").put("timestamp", time);
        metadata.set("tools", tools);
        String self = "pkg:generic/growth@" + version;
        ObjectNode growth = metadata.putObject("component").put("type", "application").put("bom-ref", self).put("name", "growth")
                .put("version", version).put("purl", self);
        growth.putArray("licenses").addObject().putObject("license").put("id", "Apache-2.0");
        ArrayNode list = bill.putArray("components");
        ArrayNode graph = bill.putArray("dependencies");
        ArrayNode all = graph.addObject().put("ref", self).putArray("dependsOn");
        for (Component component : found().toList()) {
            list.add(component.described());
            all.add(component.reference());
            ArrayNode on = graph.addObject().put("ref", component.reference()).putArray("dependsOn");
            dependencies.getOrDefault(component.reference(), new TreeSet<>()).stream()
                    .filter(ref -> components.containsKey(ref) && components.get(ref).isFound()).forEach(on::add);
        }
        // one and the same for one and the same content
        bill.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(JSON.writeValueAsString(bill).getBytes(StandardCharsets.UTF_8)));
        return bill;
    }
}
