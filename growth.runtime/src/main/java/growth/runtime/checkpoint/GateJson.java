package growth.runtime.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import java.util.ArrayList;
import java.util.List;

/** Gates as JSON and back, to the last bit. */
final class GateJson {
    private GateJson() {
    }

    static ArrayNode write(Gates gates) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (GateSite site : gates.sites()) {
            List<Float> values = new ArrayList<>();
            for (float value : gates.at(site).orElseThrow()) {
                values.add(value);
            }
            json.add(site(site).set("values", array(values)));
        }
        return json;
    }

    static Gates read(List<JsonNode> json) {
        Gates gates = Gates.none();
        for (JsonNode node : json) {
            JsonFieldReader fields = new JsonFieldReader(node);
            List<Float> values = values(fields.list("values"));
            float[] gate = new float[values.size()];
            for (int i = 0; i < gate.length; i++) {
                gate[i] = values.get(i);
            }
            gates = gates.with(site(fields), gate);
        }
        return gates;
    }

    static ObjectNode site(GateSite site) {
        return JsonNodeFactory.instance.objectNode().put("axis", site.axis().name()).put("layer", site.layer());
    }

    static GateSite site(JsonFieldReader json) {
        return new GateSite(Axis.valueOf(json.text("axis")), Math.toIntExact(json.whole("layer")));
    }

    static ArrayNode array(List<Float> values) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        values.forEach(json::add);
        return json;
    }

    static List<Float> values(List<JsonNode> json) {
        return json.stream().map(JsonNode::floatValue).toList();
    }
}
