package growth.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalWidthTest {
    @Test
    void readsColumnsAfterRows() {
        assertThat(TerminalWidth.parse("24 132\n")).isEqualTo(132);
    }

    @Test
    void aTerminalThatDoesNotKnowItsSizeIsOfTheCommonOne() {
        assertThat(TerminalWidth.parse("0 0\n")).isEqualTo(80);
        assertThat(TerminalWidth.parse("")).isEqualTo(80);
    }
}
