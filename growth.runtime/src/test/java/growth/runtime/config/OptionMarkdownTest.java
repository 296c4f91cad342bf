package growth.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Range;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionMarkdownTest {
    private final OptionMarkdown markdown = new OptionMarkdown(Map.of("a.named", "[`one`](#one)"));

    private String row(OptionSpec option) {
        return markdown.table(List.of(option), "a.").lines().skip(2).findFirst().orElseThrow();
    }

    @Test
    void saysWhatMayBeWritten() {
        assertThat(row(OptionSpec.required("n", OptionType.INTEGER, "how many").in(Range.between(1, Integer.MAX_VALUE))))
                .isEqualTo("| `a.n` | whole number, at least 1 | required | how many |");
        assertThat(row(OptionSpec.of("n", OptionType.INTEGER, "0", "how many").in(Range.between(0, 4096))))
                .isEqualTo("| `a.n` | whole number, at least 0 and at most 4096 | `0` | how many |");
        assertThat(row(OptionSpec.of("s", OptionType.INTEGER, "1", "seed").in(Range.between(Long.MIN_VALUE, Long.MAX_VALUE))))
                .isEqualTo("| `a.s` | whole number, of at most 64 bits | `1` | seed |");
        assertThat(row(OptionSpec.optional("f", OptionType.TEXTS, "files").ofFiles()))
                .isEqualTo("| `a.f` | list of text (paths) | – | files |");
        assertThat(row(OptionSpec.of("x", OptionType.NUMBERS, "[0.9]", "decays").in(Range.below(0, 1))))
                .isEqualTo("| `a.x` | list of numbers, each at least 0 and below 1 | `[0.9]` | decays |");
        assertThat(row(OptionSpec.choice("c", List.of("even", "odd"), "odd", "which")))
                .isEqualTo("| `a.c` | `even`, `odd` | `odd` | which |");
        assertThat(row(OptionSpec.optional("t", OptionType.TIME, "when; without it never")))
                .isEqualTo("| `a.t` | time | – | when; without it never |");
        assertThat(row(OptionSpec.required("named", OptionType.TEXT, "its name")))
                .isEqualTo("| `a.named` | [`one`](#one) | required | its name |");
    }

    @Test
    void whatIsNestedStandsBelowByItsPath() {
        List<OptionSpec> when = List.of(OptionSpec.required("at", OptionType.TIME, "when"));
        OptionSpec inner = OptionSpec.group("stages", OptionType.GROUPS, false, "growths", when);
        assertThat(markdown.table(List.of(OptionSpec.groupOfDefaults("g", "a group", List.of(inner))), "a.")).isEqualTo("""
                | key | value | default | meaning |
                |---|---|---|---|
                | `a.g` | group | – | a group |
                | `a.g.stages` | list of groups | – | growths |
                | `a.g.stages[].at` | time | required | when |
                """);
    }

    @Test
    void nothingInACellIsMarkdown() {
        assertThat(row(OptionSpec.of("x", OptionType.TEXT, "a|b", "<b> a|b of x*, y_z,\n [a](b) & `c`~d\\")))
                .isEqualTo("| `a.x` | text | `a\\|b` | \\<b> a\\|b of x\\*, y\\_z, \\[a](b) \\& \\`c\\`\\~d\\\\ |");
        assertThat(OptionMarkdown.code("a`b")).isEqualTo("`` a`b ``");
        assertThat(OptionMarkdown.sentence("grows _depth_")).isEqualTo("Grows \\_depth\\_.");
        assertThat(OptionMarkdown.sentence("Grows.")).isEqualTo("Grows.");
    }
}
