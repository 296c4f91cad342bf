package growth.api.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.TrainingTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultOptionsTest {
    private static Options of(OptionSpec... specs) {
        return DefaultOptions.of(new Card("op", "An operator.", "none", List.of(specs)));
    }

    private static OptionSpec spec(OptionType type, String text) {
        return OptionSpec.of("value", type, text, "a value");
    }

    @Test
    void everyTypeHasItsValue() {
        assertThat(of(spec(OptionType.INTEGER, "12")).integer("value")).isEqualTo(12);
        assertThat(of(spec(OptionType.NUMBER, "2.5e-3")).number("value")).isEqualTo(2.5e-3);
        assertThat(of(spec(OptionType.NUMBER, "5%")).number("value")).isEqualTo(0.05);
        assertThat(of(spec(OptionType.NUMBERS, "[0.9, 95%]")).numbers("value")).containsExactly(0.9, 0.95);
        assertThat(of(spec(OptionType.NUMBERS, "[]")).numbers("value")).isEmpty();
        assertThat(of(spec(OptionType.FLAG, "true")).flag("value")).isTrue();
        assertThat(of(spec(OptionType.TEXT, "0-x*")).text("value")).isEqualTo("0-x*");
        assertThat(of(spec(OptionType.TEXTS, "[a, b]")).texts("value")).containsExactly("a", "b");
        assertThat(of(spec(OptionType.TEXTS, "a")).texts("value")).containsExactly("a");
        assertThat(of(spec(OptionType.TIME, "8Mtok")).time("value")).isEqualTo(TrainingTime.parse("8Mtok"));
        assertThat(of(spec(OptionType.SHAPE, "{layers: 3, kv-heads: 2}")).shape("value").sizes()).isEqualTo(Map.of("layers", 3, "kv-heads",
                2));
        assertThat(of(OptionSpec.choice("value", List.of("even", "uneven"), "uneven", "a choice")).text("value")).isEqualTo("uneven");
    }

    @Test
    void groupsHaveTheirDefaultsAndAbsentOptionsStayAbsent() {
        Options options = of(OptionSpec.groupOfDefaults("inner", "a group", List.of(OptionSpec.of("depth", OptionType.INTEGER, "2", "n"))),
                OptionSpec.optional("title", OptionType.TEXT, "a text"),
                OptionSpec.group("stages", OptionType.GROUPS, false, "stages", List.of(
                        OptionSpec.required("at", OptionType.TIME, "when"))));
        assertThat(options.group("inner").integer("depth")).isEqualTo(2);
        assertThat(options.values()).containsOnlyKeys("inner");
    }

    @Test
    void whatMustBeGivenIsNamed() {
        assertThatThrownBy(() -> of(spec(OptionType.TEXT, "a"), OptionSpec.required("layers", OptionType.TEXT, "which layers")))
                .isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION))
                .hasMessage("op needs 'layers' (text): which layers");
        assertThatThrownBy(() -> of(OptionSpec.groupOfDefaults("inner", "a group", List.of(
                OptionSpec.required("depth", OptionType.INTEGER, "how deep")))))
                .hasMessage("op.inner needs 'depth' (whole number): how deep");
    }

    @ParameterizedTest
    @CsvSource({"INTEGER,2.5", "INTEGER,two", "NUMBER,many", "FLAG,yes"})
    void wrongDeclarationsAreFound(OptionType type, String text) {
        assertWrong(spec(type, text), "op: '" + text + "' cannot be the default of value (" + type.words() + "); its declaration is wrong");
    }

    @Test
    void rangesAndChoicesHoldForDefaultsToo() {
        assertWrong(spec(OptionType.INTEGER, "0").in(Range.atLeast(1)),
                "op: '0' cannot be the default of value (whole number); its declaration is wrong");
        assertWrong(OptionSpec.choice("value", List.of("even", "uneven"), "odd", "a choice"),
                "op: 'odd' cannot be the default of value (choice); its declaration is wrong");
    }

    private static void assertWrong(OptionSpec spec, String message) {
        assertThatThrownBy(() -> of(spec)).isInstanceOfSatisfying(GrowthException.class,
                e -> assertThat(e.kind()).isEqualTo(Kind.UNEXPECTED)).hasMessage(message);
    }
}
