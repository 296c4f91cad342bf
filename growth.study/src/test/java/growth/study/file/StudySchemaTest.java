package growth.study.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import growth.runtime.config.YamlReader;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import growth.runtime.run.RunFilesComponent;
import growth.study.fake.InstalledPlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema, read by a validator that knows nothing of this project, and the page agree with the reader. */
class StudySchemaTest {
    private static final Path PAGE = Path.of("../docs/study-file.md");
    private final JsonNode tree = StudySchema.of(new RunFilesComponent(new InstalledPlugins().catalogue()).schema());
    private final JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(tree);

    private boolean valid(String yaml) {
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
    void theExampleIsValidAndCanBeRead() {
        assertThat(schema.validate(json(YamlReader.document("x", StudyReference.EXAMPLE)))).isEmpty();
        String read = StudyReference.EXAMPLE.replace("base: quickstart.yaml", "base: ../examples/quickstart.yaml");
        assertThat(read).isNotEqualTo(StudyReference.EXAMPLE);
        Study study = StudyReader.read(Path.of("study.yaml"), YamlReader.document("study.yaml", read));
        assertThat(study.arms()).extracting(Arm::name).containsExactly("scratch", "stack", "stack-at-2.5pct", "stack-at-40pct",
                "stack-at-80pct", "random", "size-3L", "size-6L");
        assertThat(study.trials()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "baseline: scratch | baseline: {name: scratch, set: {growth: null, training: {batch: 4}}}",
        "seeds: [1, 2, 3] | seeds: 3",
        "base: quickstart.yaml | base: {model: {family: llama, layers: 2}, data: synthetic, training: {duration: 1ba}}",
        "small: true | small: [{layers: 2}]",
        "small: true | small: false",
        "operator: stack} | operator: {kind: stack}}",
        "operator: stack} | operator: stack, learning-rate: null}",
        "stack: {growth.schedule.at: [2.5%, 10%, 40%, 80%]} | growth.operator: [stack, {kind: random}]",
        "targets: [2.0, 80%, 100%] | targets: 90%",
        "seeds: [1, 2, 3] | varies: [data, tokenizer]"})
    void otherFormsAreValid(String one, String other) {
        String study = StudyReference.EXAMPLE.replaceAll(" +#.*", "").replace(one, other);
        assertThat(study).isNotEqualTo(StudyReference.EXAMPLE.replaceAll(" +#.*", ""));
        assertThat(valid(study)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "baseline: scratch | baselin: scratch", "base: quickstart.yaml | bas: quickstart.yaml", "baseline: scratch | baseline: {set: {}}",
        "seeds: [1, 2, 3] | seeds: [1, 1]", "seeds: [1, 2, 3] | seeds: 0", "seeds: [1, 2, 3] | seeds: many", "from: | form:",
        "operator: stack} | operator: {kind: stak}}", "operator: stack} | oprator: stack}", "operator: stack} | operator: {noise: 1}}",
        "training.batch: [8, 16] | training.batch: [8]", "training.batch: [8, 16] | training.batch: 8", "small: true | small: some",
        "sizes: [{layers: 3}, {layers: 6}] | sizes: [{context: 3}]", "every: 5% | every: often", "every: 5% | evry: 5%",
        "runs: 2 | runs: 0", "budget: 1.5Tflop | budget: much", "stack: {growth: | st/ack: {growth:",
        "training: {learning-rate | trainin: {learning-rate"})
    void whatTheReaderRefusesIsInvalid(String right, String wrong) {
        String study = StudyReference.EXAMPLE.replaceFirst(Pattern.quote(right), wrong);
        assertThat(study).isNotEqualTo(StudyReference.EXAMPLE);
        assertThat(valid(study)).isFalse();
    }

    @Test
    void thePageIsCurrentAndHasEveryKey() throws IOException {
        assertThat(PAGE).as("docs/study-file.md is stale; renew it: ./growth schema --study --markdown > docs/study-file.md")
                .hasContent(StudyReference.page());
        Set<String> rows = Pattern.compile("(?m)^\\| `([a-z]+)` \\|").matcher(Files.readString(PAGE)).results().map(m -> m.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> keys = new TreeSet<>();
        tree.get("properties").fieldNames().forEachRemaining(keys::add);
        assertThat(rows).isEqualTo(keys);
    }
}
