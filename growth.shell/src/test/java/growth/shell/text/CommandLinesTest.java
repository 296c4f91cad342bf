package growth.shell.text;

import static org.assertj.core.api.Assertions.assertThat;

import growth.runtime.train.DivergedException.Remedy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest {
    @ParameterizedTest
    @ValueSource(strings = {"runs/a b/run.yaml", "it's", "$HOME", "a\"b", "a;rm -rf x", "`x`", "(old)", "*", "~", "ünï", "a\\b", "#1", "!x",
        "a&b", "'", "", "plain-1.0/x_y"})
    void aShellReadsItBackAsOneWord(String word) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s\\| " + CommandLines.quote(word)).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(word + "|");
    }

    @Test
    void aRemedyIsTheCommandThatTrainsOn() {
        BigDecimal rate = new BigDecimal("0.001");
        assertThat(CommandLines.of(new Remedy(Path.of("runs/a"), false, rate)))
                .isEqualTo("growth train runs/a/run.yaml --out runs/a --resume --set training.optimizer.lr=0.001");
        assertThat(CommandLines.of(new Remedy(Path.of("runs/a b"), true, rate)))
                .isEqualTo("growth train 'runs/a b/run.yaml' --out 'runs/a b-lower-rate' --set training.optimizer.lr=0.001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs/quickstart/run.yaml", "a=b", "--out", "步/x"})
    void plainWordsStayPlain(String word) {
        assertThat(CommandLines.quote(word)).isEqualTo(word);
    }
}
