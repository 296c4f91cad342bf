package growth.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.TrainingTime;
import growth.api.options.DeclaredOptions;
import growth.api.options.Option;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionMarkdownTest {
    private final OptionMarkdown markdown = new OptionMarkdown(Map.of("a.named", "[`one`](#one)"));

    private enum Parity { EVEN, ODD }

    private record All(@Option(description = "how many", atLeast = 1) int n,
            @Option(description = "how many", defaultValue = "0", atLeast = 0, atMost = 4096) int few,
            @Option(description = "seed", defaultValue = "1") long s,
            @Option(description = "files", files = true) Optional<List<String>> f,
            @Option(description = "decays", defaultValue = "0.9", atLeast = 0, below = 1) List<Double> x,
            @Option(description = "border", defaultValue = "4", atLeast = 0, unit = "pixels") int border,
            @Option(description = "which", defaultValue = "odd") Parity c,
            @Option(description = "when; if absent, never") Optional<TrainingTime> t,
            @Option(description = "its name") String named) {
    }

    private record Outer(@Option(description = "a group", defaultValue = "{}") Group g) {
    }

    private record Group(@Option(description = "growths", defaultValue = "[]") List<Stage> stages) {
    }

    private record Stage(@Option(description = "when") TrainingTime at) {
    }

    private record Marked(@Option(description = "<b> a|b of x*, y_z,  [a](b) & `c`~d\\", defaultValue = "a|b") String x) {
    }

    private List<String> rows(Class<? extends Record> type) {
        return markdown.table(DeclaredOptions.of(type).specs(), "a.").lines().toList();
    }

    @Test
    void saysWhatMayBeWritten() {
        assertThat(rows(All.class).subList(2, 11)).containsExactly(
                "| `a.n` | whole number, at least 1 | required | how many |",
                "| `a.few` | whole number, at least 0 and at most 4096 | `0` | how many |",
                "| `a.s` | whole number, of at most 64 bits | `1` | seed |",
                "| `a.f` | list of text (paths) | – | files |",
                "| `a.x` | list of numbers, each at least 0 and below 1 | `[0.9]` | decays |",
                "| `a.border` | whole number of pixels, at least 0 | `4` | border |",
                "| `a.c` | `even`, `odd` | `odd` | which |",
                "| `a.t` | time | – | when; if absent, never |",
                "| `a.named` | [`one`](#one) | required | its name |");
    }

    @Test
    void whatIsNestedStandsBelowByItsPath() {
        assertThat(rows(Outer.class)).containsExactly(
                "| key | value | default | meaning |",
                "|---|---|---|---|",
                "| `a.g` | group | – | a group |",
                "| `a.g.stages` | list of groups | `[]` | growths |",
                "| `a.g.stages[].at` | time | required | when |");
    }

    @Test
    void nothingInACellIsMarkdown() {
        assertThat(rows(Marked.class).get(2))
                .isEqualTo("| `a.x` | text | `a\\|b` | \\<b> a\\|b of x\\*, y\\_z, \\[a](b) \\& \\`c\\`\\~d\\\\ |");
        assertThat(OptionMarkdown.code("a`b")).isEqualTo("`` a`b ``");
        assertThat(OptionMarkdown.sentence("grows _depth_")).isEqualTo("Grows \\_depth\\_.");
        assertThat(OptionMarkdown.sentence("Grows.")).isEqualTo("Grows.");
    }
}
