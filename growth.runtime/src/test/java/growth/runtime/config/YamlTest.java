package growth.runtime.config;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Scalar.Kind;
import growth.runtime.config.YamlValue.Sequence;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
    private static Scalar scalar(String text) {
        return (Scalar) YamlReader.value("here", text);
    }

    private static void refused(String text, String message) {
        assertRefused(GrowthException.Kind.CONFIGURATION, () -> YamlReader.document("run.yaml", text)).isEqualTo(message);
    }

    @Test
    void scalarsAreWhatYaml12SaysTheyAre() {
        assertThat(List.of("12", "-3", "0x1F", "0o17")).allSatisfy(t -> assertThat(scalar(t).kind()).isEqualTo(Kind.INTEGER));
        assertThat(List.of("1.5", "1e-3", ".5", "1.", "-.inf", ".nan"))
                .allSatisfy(t -> assertThat(scalar(t).kind()).isEqualTo(Kind.NUMBER));
        assertThat(List.of("true", "False")).allSatisfy(t -> assertThat(scalar(t).kind()).isEqualTo(Kind.FLAG));
        assertThat(List.of("~", "null", "")).allSatisfy(t -> assertThat(scalar(t).kind()).isEqualTo(Kind.NULL));
        assertThat(List.of("yes", "no", "8Mtok", "10%", "'12'", "\"true\"", "1_000", "12:30:00"))
                .allSatisfy(t -> assertThat(scalar(t).kind()).isEqualTo(Kind.TEXT));
    }

    @Test
    void everythingKnowsItsLine() {
        Mapping read = YamlReader.document("run.yaml", "# comment\na: 1\nb:\n  c: [x,\n    y]\n  d:\n    - {e: 5}\n");
        assertThat(read.entries().get("a").place()).isEqualTo("run.yaml:2");
        Mapping b = (Mapping) read.entries().get("b").value();
        assertThat(b.place()).isEqualTo("run.yaml:3");
        Sequence c = (Sequence) b.entries().get("c").value();
        assertThat(c.items()).extracting(YamlValue::place).containsExactly("run.yaml:4", "run.yaml:5");
        Mapping item = (Mapping) ((Sequence) b.entries().get("d").value()).items().get(0);
        assertThat(item.entries().get("e").place()).isEqualTo("run.yaml:7");
    }

    @Test
    void aliasesRepeatWhatWasWrittenAtItsOwnPlace() {
        Mapping read = YamlReader.document("f", "a: &x {k: 1}\nb: *x\n");
        assertThat(((Mapping) read.entries().get("b").value()).entries().get("k").place()).isEqualTo("f:1");
    }

    @Test
    void refusesInOneLineWithThePlace() {
        refused("", "run.yaml:1: 'key: value' pairs are needed here, not empty");
        refused("- a\n- b\n", "run.yaml:1: 'key: value' pairs are needed here, not a list");
        refused("model:\n\tlayers: 3\n", "run.yaml:2: a tab cannot indent YAML; use spaces");
        refused("a: 1\nb: 2\na: 3\n", "run.yaml:3: 'a' is given twice, first at run.yaml:1");
        refused("m: {a: 1,\n  a: 2}\n", "run.yaml:2: 'a' is given twice, first at run.yaml:1");
        refused("a: !python/object x\n", "run.yaml:1: the tag !python/object has no meaning here");
        refused("? [a, b]\n: 1\n", "run.yaml:1: a key must be a word");
        refused("a: 1\nb: &x [*x]\n", "run.yaml:2: a value cannot contain itself");
        refused("a: 1\nb: {c: 2\nd: 3\n", "run.yaml:2: the '{' of this line is not closed before line 3");
        refused("a: 1\n b: 2\n", "run.yaml:2: 'b: 2' is indented by 1 blank, which fits no line above; keys of one group stand exactly"
                + " below each other, here at 0");
        assertThatThrownBy(() -> YamlReader.document("run.yaml", "a: 1\n---\nb: 2\n")).hasMessageStartingWith("run.yaml:2: ").message()
                .doesNotContain("\n");
        assertThatThrownBy(() -> YamlReader.document("run.yaml", "a: \u0001\n"))
                .hasMessageStartingWith("run.yaml:1: cannot be read as YAML")
                .message().doesNotContain("\n");
    }

    /** Five levels of ten aliases each make a million values. */
    @Test
    void refusesAliasesThatMultiply() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i <= 5; i++) {
            text.append("a").append(i).append(": &a").append(i).append(" [").append(("*a" + (i - 1) + ", ").repeat(9)).append("*a")
                    .append(i - 1).append("]\n");
        }
        assertThatThrownBy(() -> YamlReader.document("run.yaml", text.toString())).isInstanceOf(GrowthException.class)
                .hasMessageContaining("aliases make more than");
    }

    @Test
    void whatIsWrittenReadsBackTheSame() {
        String text = """
                name: "odd: name # with 'quotes'"
                numbers: [1, 1e-3, -.inf, 0x1F]
                texts: ["1", "true", "null", "", " x ", "- a", "%x", "a, b", "é\\n\\t\\"", "~", "no", "10%", "8Mtok", "/a b/c.txt", "*.gz"]
                empty: {}
                none: []
                nothing: null
                nested: {a: {b: {c: true}}, groups: [{x: 1, y: {z: 2}}, {}, {x: [1, 2]}], lists: [[1, 2], [three]]}
                """;
        Mapping read = YamlReader.document("x", text);
        String written = YamlWriter.write(read);
        assertThat(withoutPlaces(YamlReader.document("x", written))).isEqualTo(withoutPlaces(read));
        assertThat(YamlWriter.write(YamlReader.document("x", written))).isEqualTo(written);
        assertThat(written).contains("\nnested:\n  a:\n    b:\n      c: true\n  groups:\n    - x: 1\n      y:\n        z: 2\n    - {}\n");
    }

    private static Object withoutPlaces(YamlValue value) {
        if (value instanceof Mapping mapping) {
            return mapping.entries().entrySet().stream().map(e -> List.of(e.getKey(), withoutPlaces(e.getValue().value()))).toList();
        }
        if (value instanceof Sequence sequence) {
            return sequence.items().stream().map(YamlTest::withoutPlaces).toList();
        }
        return List.of(((Scalar) value).kind(), ((Scalar) value).text());
    }

    @Test
    void overridesReplaceAddAndRemove() {
        Mapping read = YamlReader.document("f", "a: {b: 1, c: 2}\nl: [{x: 1}, {x: 2}]\nz: 9\n");
        Mapping changed = Overrides.apply(read, List.of("a.b=5", "new.group.key=[p, q]", "l.1.x=7", "z=null", "a.b=6"), "--set");
        assertThat(YamlWriter.write(changed)).isEqualTo("a:\n  b: 6\n  c: 2\nl:\n  - x: 1\n  - x: 7\nnew:\n  group:\n    key: [p, q]\n");
        assertThat(((Mapping) changed.entries().get("a").value()).entries().get("b").place()).isEqualTo("--set a.b");
    }

    @Test
    void overridesThatCannotBeAreRefused() {
        Mapping read = YamlReader.document("f", "a: {b: 1}\nl: [1]\n");
        for (String pair : List.of("a.b", "=1", "a..b=1", ".a=1")) {
            assertThatThrownBy(() -> Overrides.apply(read, List.of(pair), "--set"))
                    .hasMessage("--set " + pair + ": write path=value, e.g. --set training.batch=8");
        }
        assertThatThrownBy(() -> Overrides.apply(read, List.of("a.b.c=1"), "--set"))
                .hasMessage("--set a.b.c: there is nothing to set below '1'");
        assertThatThrownBy(() -> Overrides.apply(read, List.of("l.1=1"), "--set"))
                .hasMessage("--set l.1: '1' is not an item of a list of 1; items are counted from 0");
        assertThatThrownBy(() -> Overrides.apply(read, List.of("a={b: "), "--set")).hasMessageStartingWith("--set a: not YAML");
    }

    @Test
    @Timeout(20)
    void boundsAreToldWithTheirPlace() {
        refused("a: 1\nb: " + "[".repeat(100_000), "run.yaml:2: lists and groups are nested more than 50 deep");
        refused("a: 1\nb: " + "{x: ".repeat(5_000), "run.yaml:2: lists and groups are nested more than 50 deep");
        refused("a:\n" + IntStream.range(1, 600).mapToObj(i -> " ".repeat(i) + "b:\n").collect(Collectors.joining()),
                "run.yaml:51: lists and groups are nested more than 50 deep");
        refused("a: " + "- ".repeat(300) + "x", "run.yaml:1: not YAML: sequence entries are not allowed here");
        refused("- ".repeat(300) + "x", "run.yaml:1: lists and groups are nested more than 50 deep");
        refused("a0: &a0 [1]\n" + IntStream.range(1, 45).mapToObj(i -> "a" + i + ": &a" + i + " [[*a" + (i - 1) + "]]\n")
                .collect(Collectors.joining()), "run.yaml:1: lists and groups are nested more than 50 deep");
        assertThatThrownBy(() -> YamlReader.document("run.yaml", "a: &a [1]\nb: [" + "*a, ".repeat(60_000) + "]"))
                .isInstanceOf(GrowthException.class).hasMessageContaining("aliases");
        for (String quote : List.of("", "'", "\"")) {
            refused("a: 1\nb: " + quote + "x".repeat(60_000) + quote,
                    "run.yaml:2: a value of 60,000 characters is too long; it has at most 50,000");
        }
        refused("a: 1\nb: |\n" + "  xxxxxxx\n".repeat(10_000),
                "run.yaml:2: a value of 80,000 characters is too long; it has at most 50,000");
        refused("a: " + "x".repeat(4_000_000), "run.yaml:1: 4,000,003 characters are too many; a document has at most 1,000,000");
    }

    @Test
    void whatIsWithinTheBoundsIsRead() {
        String deep = "[".repeat(49) + "]".repeat(49);
        assertThat(YamlReader.document("run.yaml", "a: " + deep + "\nb: " + "x".repeat(50_000)).entries()).containsKeys("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-3", "10%", "[0.9, 0.95]", "{layers: 3, hidden: 64}", "[{at: 25%, shape: {layers: 6}}, {at: 50%}]",
        "\"1e-3\"", "{}", "[]", "null", "{kind: one-hop, from: {layers: 3}}"})
    void anyValueFitsIntoOneLine(String written) {
        assertThat(YamlWriter.line(YamlReader.value("x", written))).isEqualTo(written);
    }
}
