package growth.runtime.run;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import growth.api.GrowthException.Kind;
import growth.api.TrainingTime;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.ToySuite;
import growth.runtime.fake.ToySuite.ToyOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteListTest {
    private static final String RUN = """
            model: {family: llama, layers: 2, hidden: 64, heads: 4, intermediate: 128, context: 32}
            data: {kind: toy}
            training: {duration: 10ba}
            """;
    private final FakeCatalogue catalogue = FakeCatalogue.toys().with(new ToySuite("toys")).with(new ToySuite("others"));
    @TempDir
    private Path folder;

    private RunFile read(String evaluate, String... overrides) {
        return catalogue.read(folder, RUN + evaluate, overrides);
    }

    private void refused(Kind kind, String message, String evaluate, String... overrides) {
        assertRefused(kind, () -> read(evaluate, overrides)).satisfies(m -> assertThat(m.replace(folder + "/", "")).isEqualTo(message));
    }

    @Test
    void itemsAreNamesOrGroupsWithOptionsOfTheirOwn() throws IOException {
        RunFile run = read("evaluate: {suites: [toys, {kind: others, examples: 9}], suites-every: 20%, suites-seed: 7, tokens: 1k}\n");
        SuiteSettings suites = run.evaluate().suites();
        assertThat(suites.chosen()).extracting(PluginChoice::name).containsExactly("toys", "others");
        assertThat(suites.chosen().get(0).options().as(ToyOptions.class)).isEqualTo(new ToyOptions(4, 3));
        assertThat(suites.chosen().get(1).options().as(ToyOptions.class)).isEqualTo(new ToyOptions(9, 3));
        assertThat(suites.chosen().get(1).place()).isEqualTo(folder + "/run.yaml:4");
        assertThat(suites.policies().suitesEvery()).contains(TrainingTime.share(0.2));
        assertThat(suites.policies().suitesSeed()).contains(7L);
        assertThat(run.resolved()).contains("kind: others").contains("examples: 9").contains("length: 3");
        // as resolved it reads back to the same run
        RunFile again = catalogue.read(folder, run.resolved());
        assertThat(again.resolved()).isEqualTo(run.resolved());
        assertThat(again.evaluate().suites().chosen()).extracting(choice -> choice.options().as(ToyOptions.class).examples())
                .containsExactly(4, 9);
    }

    @Test
    void aRunWithoutSuitesIsAsBefore() {
        RunFile run = read("");
        assertThat(run.evaluate().suites()).isEqualTo(SuiteSettings.NONE);
        assertThat(run.resolved()).doesNotContain("suites");
        assertThat(read("evaluate: {suites: []}\n").evaluate().suites().chosen()).isEmpty();
    }

    @Test
    void theCommandLineNamesAndChangesThem() {
        assertThat(read("evaluate: {suites: toys}\n").evaluate().suites().chosen()).extracting(PluginChoice::name).containsExactly("toys");
        assertThat(read("", "evaluate.suites=[others, toys]").evaluate().suites().chosen()).extracting(PluginChoice::name)
                .containsExactly("others", "toys");
        assertThat(read("evaluate: {suites: [toys]}\n", "evaluate.suites.0.length=1").evaluate().suites().chosen().get(0).options()
                .as(ToyOptions.class)).isEqualTo(new ToyOptions(4, 1));
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() {
        refused(Kind.MISSING_PLUGIN, "run.yaml:4: none is not installed; there are [toys, others]", "evaluate: {suites: [none]}\n");
        refused(Kind.CONFIGURATION, "run.yaml:4: suite 'toys' is named twice in evaluate.suites; name it once",
                "evaluate: {suites: [toys, {kind: toys, length: 2}]}\n");
        refused(Kind.CONFIGURATION, "run.yaml:5: unknown key 'lenght' in evaluate.suites[0]; did you mean 'length'?",
                "evaluate:\n  suites: [{kind: toys, lenght: 2}]\n");
        refused(Kind.CONFIGURATION, "run.yaml:4: evaluate.suites[0].length must be at least 1, not 0",
                "evaluate: {suites: [{kind: toys, length: 0}]}\n");
        refused(Kind.CONFIGURATION, "run.yaml:4: evaluate.suites[0] needs 'kind' (text): the suite's name",
                "evaluate: {suites: [{}]}\n");
        refused(Kind.CONFIGURATION, "run.yaml:4: evaluate.suites must be a list of groups, not '5'", "evaluate: {suites: 5}\n");
        refused(Kind.CONFIGURATION, "run.yaml:4: suites-every: an interval must be longer than zero",
                "evaluate: {suites: [toys], suites-every: 0ba}\n");
        refused(Kind.CONFIGURATION, "run.yaml:4: unknown key 'suite' in evaluate; did you mean 'suites'?", "evaluate: {suite: [toys]}\n");
    }

    @Test
    void theSchemaAgrees() throws IOException {
        JsonNode tree = new ObjectMapper().readTree(new RunFilesComponent(catalogue).schema());
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(tree.get("properties").get("evaluate").get("properties").get("suites"));
        ObjectMapper json = new ObjectMapper();
        for (String valid : List.of("[]", "\"toys\"", "[\"toys\"]", "[\"toys\", {\"kind\": \"others\", \"length\": 2}]")) {
            assertThat(schema.validate(json.readTree(valid))).as(valid).isEmpty();
        }
        for (String invalid : List.of("5", "[\"none\"]", "[{\"length\": 2}]", "[{\"kind\": \"toys\", \"size\": 2}]")) {
            assertThat(schema.validate(json.readTree(invalid))).as(invalid).isNotEmpty();
        }
        assertThat(new RunFilesComponent(catalogue).reference()).contains("| `evaluate.suites[].kind` | [`toys`](#suite-toys), ")
                .contains("### Suite `toys`").contains("| `evaluate.suites[].length` |");
    }
}
