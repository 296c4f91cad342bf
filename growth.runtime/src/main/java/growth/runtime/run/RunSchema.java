package growth.runtime.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.runtime.config.OptionSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON Schema of run files, with the options of every installed plug-in. */
final class RunSchema {
    private RunSchema() {
    }

    /**
     * Returns the schema (draft 2020-12).
     *
     * @param installed the cards of the usable plug-ins of each slot
     */
    static ObjectNode of(Map<PluginSlot, List<Card>> installed) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema").put("title", "growth run file");
        schema.setAll(OptionSchema.group(RunSections.file(Map.of())));
        for (PluginSlot slot : PluginSlot.values()) {
            ObjectNode parent = schema;
            for (String key : slot.path().subList(0, slot.path().size() - 1)) {
                parent = (ObjectNode) parent.get("properties").get(key);
            }
            ((ObjectNode) parent.get("properties"))
                    .set(slot.path().get(slot.path().size() - 1), slot(slot, installed.getOrDefault(slot, List.of())));
        }
        return schema;
    }

    private static ObjectNode slot(PluginSlot slot, List<Card> cards) {
        if (cards.isEmpty()) {
            return OptionSchema.option(slot.declare(Optional.empty()));
        }
        if (!slot.list()) {
            return one(slot, cards);
        }
        // One by itself needs no brackets.
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("description", slot.description());
        ObjectNode item = one(slot, cards);
        item.remove("description");
        schema.putArray("anyOf").add(JsonNodeFactory.instance.objectNode().put("type", "array").set("items", item)).add(item);
        return schema;
    }

    private static ObjectNode one(PluginSlot slot, List<Card> cards) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("description", slot.description());
        ArrayNode kinds = schema.putArray("oneOf");
        for (Card card : cards) {
            ObjectNode group = OptionSchema.group(slot.options(Optional.of(card))).put("title", card.name())
                    .put("description", card.title());
            ((ObjectNode) group.get("properties")).putObject(PluginSlot.KIND).put("const", card.name());
            kinds.add(group);
        }
        List<String> alone = cards.stream().filter(card -> card.options().stream().noneMatch(OptionSpec::required)).map(Card::name)
                .toList();
        if (!alone.isEmpty()) {
            ArrayNode names = kinds.addObject().put("description", "the same by its name alone").putArray("enum");
            alone.forEach(names::add);
        }
        return schema;
    }
}
