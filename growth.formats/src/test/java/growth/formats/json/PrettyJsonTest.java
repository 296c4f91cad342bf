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

    /** Expected are the texts of Python 3.11's json.dumps. */
    @Test
    void numbersAsPythonWritesThem() {
        double[] values = {1e-5, 1e-4, 0.0001234, 9.99e-5, 0.02, 10000, 1e15, 1e16, 1.5e16, 500000, 1e-12, -2.5e-7, 0, -0.0, 1e22, 0.1,
            1e100, 1 / 255.0, 123456789012345.6};
        String[] texts = {"1e-05", "0.0001", "0.0001234", "9.99e-05", "0.02", "10000.0", "1000000000000000.0", "1e+16", "1.5e+16",
            "500000.0", "1e-12", "-2.5e-07", "0.0", "-0.0", "1e+22", "0.1", "1e+100", "0.00392156862745098", "123456789012345.6"};
        for (int i = 0; i < values.length; i++) {
            assertThat(PrettyJson.python(JsonNodeFactory.instance.objectNode().put("x", values[i]))).isEqualTo("{\n  \"x\": " + texts[i]
                    + "\n}\n");
        }
        assertThat(PrettyJson.python(JsonNodeFactory.instance.arrayNode().add(Double.POSITIVE_INFINITY).add(Double.NaN)))
                .isEqualTo("[\n  Infinity,\n  NaN\n]\n");
    }
}
