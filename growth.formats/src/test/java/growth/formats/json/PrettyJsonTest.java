package growth.formats.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class PrettyJsonTest {
    @Test
    void isLaidOutLikePythonsIndentOfTwo() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("text", "ä\n\"x\"").put("number", 1.5).putNull("none");
        node.putArray("list").add(1).add(2);
        node.putObject("nested").put("flag", true);
        assertThat(PrettyJson.of(node)).isEqualTo("""
                {
                  "text": "ä\\n\\"x\\"",
                  "number": 1.5,
                  "none": null,
                  "list": [
                    1,
                    2
                  ],
                  "nested": {
                    "flag": true
                  }
                }
                """);
    }
}
