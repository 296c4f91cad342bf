package growth.spark.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
    @Test
    void handsOnLinesHoweverTheyAreWritten() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Line line = new Line(lines::add)) {
            PrintStream out = new PrintStream(line, true, StandardCharsets.UTF_8);
            out.print("loss ");
            out.print("2.5 ≈ ");
            assertThat(lines).isEmpty();
            out.print("2\r\n\nnext");
            assertThat(lines).containsExactly("loss 2.5 ≈ 2", "");
        }
        assertThat(lines).containsExactly("loss 2.5 ≈ 2", "", "next");
    }
}
