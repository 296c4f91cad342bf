package growth.shell.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void figuresStandToTheRightAndNoLineEndsInSpaces() {
        Table table = new Table("name", ">steps", "why").row("a", "5", "").row("long", "12345", "because");

        assertThat(table.lines(80)).containsExactly(
                "name  steps  why",
                "a         5",
                "long  12345  because");
    }

    @Test
    void wrapsTheLastColumnBetweenWords() {
        Table table = new Table("", "").row("key", "one two three four five six seven");

        assertThat(table.lines(27)).containsExactly(
                "key  one two three four",
                "     five six seven");
    }

    @Test
    void countsCharactersNotUtf16Units() {
        Table table = new Table("a", ">b").row("\uD835\uDEE5x", "1").row("yy", "22");

        assertThat(table.lines(80)).containsExactly("a    b", "\uD835\uDEE5x   1", "yy  22");
    }

    @Test
    void refusesRowsOfAnotherLength() {
        assertThatThrownBy(() -> new Table("a", "b").row("1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWordLongerThanTheWidthStaysWhole() {
        assertThat(Table.wrap("a veryveryverylongword b", 8)).containsExactly("a", "veryveryverylongword", "b");
    }
}
