package growth.shell.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextWidthTest {
    @Test
    void charactersTakeTheirColumns() {
        assertThat(TextWidth.columns("step 1/2 → ×Δ│")).isEqualTo(14);
        assertThat(TextWidth.columns("漢字かなカナ한글")).isEqualTo(16);
        assertThat(TextWidth.columns("ﾊﾝｶｸ")).as("half-width").isEqualTo(4);
        assertThat(TextWidth.columns("Ａ：。")).as("full-width").isEqualTo(6);
        assertThat(TextWidth.columns("e\u0301 🙂")).isEqualTo(4);
        assertThat(TextWidth.columns("\u001b[1mbold\u001b[0m")).isEqualTo(4);
    }

    @Test
    void cutsBetweenCharacters() {
        assertThat(TextWidth.cut("漢字漢字", 5)).isEqualTo("漢字");
        assertThat(TextWidth.cut("🙂🙂", 3)).isEqualTo("🙂");
        assertThat(TextWidth.cut("short", 80)).isEqualTo("short");
        assertThat(TextWidth.padded("漢", 4)).isEqualTo("漢  ");
    }

    @Test
    void wrapsBetweenWordsAndWithinThemOnlyWhereAsked() {
        assertThat(TextWidth.wrap("one two three", 7)).containsExactly("one two", "three");
        assertThat(TextWidth.wrap("a 漢字漢字 b", 6)).containsExactly("a", "漢字漢字", "b");
        assertThat(TextWidth.wrapAll("a 漢字漢字 b", 6)).containsExactly("a", "漢字漢", "字", "b");
        assertThat(TextWidth.wrapAll("漢", 1)).containsExactly("漢");
        assertThat(String.join("", TextWidth.wrapAll("x".repeat(95), 10))).hasSize(95);
    }
}
