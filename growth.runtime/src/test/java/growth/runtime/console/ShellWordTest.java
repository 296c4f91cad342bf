package growth.runtime.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
    @ParameterizedTest
    @ValueSource(strings = {"runs/a b/run.yaml", "it's", "$HOME", "a\"b", "a;rm -rf x", "`x`", "(old)", "*", "~", "ünï", "a\\b", "#1", "!x",
        "a&b", "'", "", "plain-1.0/x_y"})
    void aShellReadsItBackAsOneWord(String word) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s\\| " + ShellWord.quote(word)).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(word + "|");
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs/quickstart/run.yaml", "a=b", "--out", "步/x"})
    void plainWordsStayPlain(String word) {
        assertThat(ShellWord.quote(word)).isEqualTo(word);
    }
}
