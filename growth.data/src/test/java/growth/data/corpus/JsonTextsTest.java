package growth.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTextsTest {
    private static List<String> read(String json, String field) throws IOException {
        List<String> texts = new ArrayList<>();
        new JsonTexts("a.jsonl", field).read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), texts::add);
        return texts;
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> read(json, "text")).isInstanceOf(GrowthException.class).hasMessageStartingWith("a.jsonl:" + message);
    }

    @Test
    void oneFieldOfEveryRecordIsTheText() throws IOException {
        String lines = "{\"id\": 1, \"text\": \"a\\nb\", \"meta\": {\"text\": \"no\", \"x\": [1, {\"text\": 2}]}}\n\n"
                + "{\"text\": \"\\u00fc\\ud83d\\udc3b\", \"score\": NaN}\r\n{\"text\": null}\n{\"other\": 1}\n{\"text\":"
                + " \"\"}\n{\"text\": \"c\"}";
        assertThat(read(lines, "text")).containsExactly("a\nb", "ü🐻", "c");
        assertThat(read("{\"body\": \"x\", \"text\": 7}", "body")).containsExactly("x");
    }

    @Test
    void recordsMayBeSpreadOverLinesOrStandInOneArray() throws IOException {
        assertThat(read("{\n \"text\":\n  \"a\"\n}\n{\"text\": \"b\"}{\"text\": \"c\"}", "text")).containsExactly("a", "b", "c");
        assertThat(read("[{\"text\": \"a\"},\n {\"text\": \"b\"}]", "text")).containsExactly("a", "b");
        assertThat(read("\uFEFF{\"text\": \"a\"}", "text")).containsExactly("a");
    }

    @Test
    void whatIsNoRecordWithTheFieldIsRefusedWithItsLine() {
        refused("{\"id\": 1, \"content\": \"x\"}", "1: has no field 'text', but id, content; name one as field (of eval: --field)");
        refused("{\"text\": \"x\"}\n{\"text\": [\"y\"]}", "2: field 'text' is a list, no text; name another one as field (of eval:"
                + " --field)");
        refused("{\"text\": {\"en\": \"y\"}}", "1: field 'text' is a record of its own, no text");
        refused("{\"text\": \"x\"}\n\n\"y\"\n", "3: holds a text, but every line must be a record such as {\"text\": \"…\"}");
        refused("{\"text\": \"x\"}\n{\"text\": \"y", "2: breaks off in the middle of a record; copy or download the file again");
        refused("{\"text\": \"x\"}\n{'text': 'y'}", "2: is no JSON: ");
        refused("{\"text\": \"x\"}\nplain", "2: is no JSON: ");
    }
}
