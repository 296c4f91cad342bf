package growth.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.api.TrainingTime;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.ToyOperator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page has what the schema has, which others check. */
class RunReferenceTest {
    private final RunFiles files = new RunFilesComponent(FakeCatalogue.toys().with(new ToyOperator("x.Y")));
    private final String page = files.reference();

    @Test
    void hasEveryKeyOfTheSchema() throws IOException {
        Set<String> keys = new TreeSet<>();
        collect(new ObjectMapper().readTree(files.schema()), "", keys);
        assertThat(keys).contains("seed", "training.optimizer.lr", "growth.schedule.stages[].at", "growth.operator.noise",
                "data.tokenizer.kind");
        List<String> sections = List.of("model", "data", "training", "engine", "data-parallel", "growth", "evaluate", "checkpoint",
                "record");
        keys.removeAll(sections);
        assertThat(found("(?m)^\\| `([a-z0-9.\\[\\]-]+)` \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|$")).containsAll(keys);
        assertThat(found("(?m)^## (.*)$")).containsSubsequence(sections);
    }

    private static void collect(JsonNode schema, String path, Set<String> keys) {
        schema.path("properties").fields().forEachRemaining(property -> {
            keys.add(path + property.getKey());
            collect(property.getValue(), path + property.getKey() + ".", keys);
        });
        for (String several : List.of("anyOf", "oneOf")) {
            schema.path(several).forEach(one -> collect(one, path, keys));
        }
        if (schema.path("items").has("properties")) {
            collect(schema.get("items"), path.substring(0, path.length() - 1) + "[].", keys);
        }
        // a shape's sizes are no keys of their own
        keys.removeIf(key -> key.matches(".*\\.(from|shape)\\..*"));
    }

    @Test
    void plugInsStandBelowTheirSection() {
        assertThat(page).contains("| `growth.operator.kind` | [`stack`](#operator-stack), [`x.Y`](#operator-xy) | required |",
                "\n### Operator `stack`\n\nGrows depth.\n\nSource: none.\n\n| key |", "\n### Operator `x.Y`\n",
                "| `growth.operator.order` | `stack`, `interleave` | `stack` | order of the copied layers |");
        assertThat(page.indexOf("### Data source `toy`")).isBetween(page.indexOf("\n## data\n"), page.indexOf("\n## training\n"));
        String none = new RunFilesComponent(new FakeCatalogue()).reference();
        assertThat(none).contains("| `growth.operator.kind` | none is installed | required |").doesNotContain("### Operator");
    }

    @Test
    void everyLinkLeadsToAHeading() {
        List<String> anchors = found("(?m)^##+ (.*)$").stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[`.]", "").replace(' ', '-')).toList();
        assertThat(found("\\]\\(#([^)]*)\\)")).isNotEmpty().allSatisfy(anchor -> assertThat(anchors).contains(anchor));
    }

    @Test
    void everyTimeThatIsShownCanBeWritten() {
        List<String> times = found("`([0-9.]+(?:ba|ep|tok|flop|sec|%|[kMT][a-z]+|m12s|h05m))`");
        assertThat(times).contains("500ba", "1.5Tflop", "3m12s", "2h05m", "10%");
        assertThat(times).allSatisfy(time -> assertThatCode(() -> TrainingTime.parse(time)).doesNotThrowAnyException());
        Arrays.stream(TrainingTime.Unit.values())
                .forEach(unit -> assertThat(times).anyMatch(time -> TrainingTime.parse(time).unit() == unit));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void saysWhatTheFamilyDoesByDefault(Family family) {
        ModelShapeBuilder builder = ModelShape.builder(family).layers(1).hidden(8).heads(2).intermediate(16);
        ModelShape shape = (family == Family.VIT ? builder.image(new ImageShape(8, 4, 3, 2)) : builder.vocabulary(9).context(4)).build();
        String epsilon = shape.normEpsilon() == 1e-5 ? "1e-5 for [a-z0-9 ]*" : "1e-12 for [a-z0-9 ]*";
        assertThat(row("model.norm-epsilon")).containsPattern(epsilon + family.id());
        if (family != Family.VIT) {
            assertThat(row("model.tied")).containsPattern((shape.tied() ? "true" : "false") + " for [a-z0-9 ]*" + family.id());
        }
    }

    private String row(String key) {
        return page.lines().filter(line -> line.startsWith("| `" + key + "`")).findFirst().orElseThrow();
    }

    private List<String> found(String pattern) {
        return Pattern.compile(pattern).matcher(page).results().map((MatchResult match) -> match.group(1)).toList();
    }
}
