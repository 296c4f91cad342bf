package growth.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import growth.api.GrowthException;
import growth.runtime.config.YamlReader;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.ToyOperator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema, read by a validator that knows nothing of this project, agrees with the reader. */
class RunSchemaTest {
    private static final String RUN = """
            model: {family: llama, layers: 2, hidden: 64, heads: 4, intermediate: 128, context: 32}
            data: {kind: toy, train: [a.txt], tokenizer: {kind: bpe, vocabulary: 300}}
            training: {duration: 10ba, optimizer: {betas: [0.9, 0.95]}, learning-rate: {floor: 10%, warmup: 2%}, \
            dropout: {hidden: 0.1}, averages: [0.99]}
            growth: {schedule: {kind: hop, from: {layers: 1}, at: 10%}, operator: {kind: stack, noise: 0.1}, learning-rate: restart}
            """;
    @TempDir
    private Path folder;
    private final RunFiles files = new RunFilesComponent(FakeCatalogue.toys().with(new ToyOperator("identity")));

    private JsonNode schema() throws IOException {
        return new ObjectMapper().readTree(files.schema());
    }

    private boolean valid(String yaml) throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema());
        return schema.validate(json(YamlReader.document("x", yaml))).isEmpty();
    }

    private static JsonNode json(YamlValue value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (value instanceof Mapping mapping) {
            ObjectNode object = json.objectNode();
            mapping.entries().forEach((key, entry) -> object.set(key, json(entry.value())));
            return object;
        }
        if (value instanceof Sequence sequence) {
            ArrayNode array = json.arrayNode();
            sequence.items().forEach(item -> array.add(json(item)));
            return array;
        }
        Scalar scalar = (Scalar) value;
        return switch (scalar.kind()) {
            case TEXT -> json.textNode(scalar.text());
            case INTEGER -> json.numberNode(Long.parseLong(scalar.text()));
            case NUMBER -> json.numberNode(Double.parseDouble(scalar.text()));
            case FLAG -> json.booleanNode(Boolean.parseBoolean(scalar.text()));
            case NULL -> json.nullNode();
        };
    }

    @Test
    void whatTheReaderTakesIsValid() throws IOException {
        assertThat(valid(RUN)).isTrue();
        String resolved = files.read(Files.writeString(folder.resolve("run.yaml"), RUN), List.of()).resolved();
        assertThat(valid(resolved)).isTrue();
        assertThat(valid(RUN.replaceFirst("growth.*\n", ""))).isTrue();
        String brief = RUN.replace("{kind: stack, noise: 0.1}", "stack").replace("{floor: 10%, warmup: 2%}", "wsd").replace("10ba",
                "3 GFLOP");
        files.read(Files.writeString(folder.resolve("run.yaml"), brief), List.of());
        assertThat(valid(brief)).isTrue();
        assertThat(valid(brief.replace("operator: stack", "operator: stak"))).isFalse();
        assertThat(valid(brief.replace("wsd", "wds"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "heads: 4 | heds: 4", "layers: 2 | layers: two", "layers: 2 | layers: 0", "layers: 2, | ''", "10ba | 10stops",
                "family: llama | family: lama",
        "kind: toy | kind: text", "kind: toy, | ''", "vocabulary: 300 | vocabulary: many", "kind: bpe | kind: words", "[a.txt] | {a: b}",
        "[0.9, 0.95] | [0.9, 1.5]", "[0.9, 0.95] | 0.9", "floor: 10% | floor: -0.1", "floor: 10% | floor: much",
        "{hidden: 0.1} | {hidden: 1}", "[0.99] | [0]", "averages | average",
        "from: {layers: 1} | from: {layer: 1}",
        "from: {layers: 1}, | ''", "kind: stack | kind: stak", "noise: 0.1 | noises: 0.1", "learning-rate: restart | learning-rate: again",
        "data: | date:"})
    void whatTheReaderRefusesIsInvalid(String right, String wrong) throws IOException {
        String run = RUN.replace(right, wrong);
        assertThat(run).isNotEqualTo(RUN);
        assertThat(valid(run)).isFalse();
        Path file = Files.writeString(folder.resolve("run.yaml"), run);
        assertThatThrownBy(() -> files.read(file, List.of())).isInstanceOf(GrowthException.class);
    }

    @Test
    void everythingIsDescribedForEditors() throws IOException {
        JsonNode properties = schema().get("properties");
        assertThat(properties.at("/training/properties/optimizer/anyOf/0/properties/lr/description").asText())
                .isEqualTo("peak learning rate");
        assertThat(properties.at("/training/properties/optimizer/anyOf/0/properties/lr/default").asDouble()).isEqualTo(1e-3);
        assertThat(properties.at("/training/properties/optimizer/anyOf/0/properties/betas/default")).hasSize(2);
        assertThat(properties.at("/growth/properties/operator/oneOf")).filteredOn(n -> n.has("properties"))
                .extracting(n -> n.at("/properties/kind/const").asText()).containsExactly("stack", "identity");
        assertThat(properties.at("/growth/properties/operator/oneOf/0/description").asText()).isEqualTo("Grows depth.");
    }
}
