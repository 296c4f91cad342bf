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
    void theLastColumnStandsBelowWhereItHasNoRoomBeside() {
        Table table = new Table("stage", ">tokens", "model").row("1", "100,000", "llama 3L 64H 4h/4kv×16 f176").row("2", "1", "x");

        assertThat(table.lines(30)).containsExactly(
                "stage   tokens",
                "    model",
                "1      100,000",
                "    llama 3L 64H 4h/4kv×16",
                "    f176",
                "2            1",
                "    x");
    }

    @Test
    void everyCellStandsAloneWhereEvenTheOthersHaveNoRoom() {
        Table table = new Table("size", ">parameters", ">tokens per second").row("S", "1,234", "56").row("L", "9", "7");

        assertThat(table.lines(28)).containsExactly(
                "size               S",
                "parameters         1,234",
                "tokens per second  56",
                "",
                "size               L",
                "parameters         9",
                "tokens per second  7");
    }

    @Test
    void wideCharactersTakeTwoColumns() {
        assertThat(new Table("name", "file").row("漢字", "a").row("x", "b").lines(80)).containsExactly("name  file", "漢字  a", "x     b");
    }
}
