package growth.shell.plugins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.Family;
import growth.api.operator.OperatorCard;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.shell.text.Json;
import java.util.List;

/** Plug-ins as JSON. */
public final class PluginJson {
    private PluginJson() {
    }

    /** Returns {@code {"plugins": […]}}. */
    public static ObjectNode of(List<PluginEntry> entries) {
        ObjectNode object = Json.object();
        ArrayNode plugins = object.putArray("plugins");
        entries.forEach(entry -> put(entry, plugins.addObject()));
        return object;
    }

    private static void put(PluginEntry entry, ObjectNode object) {
        object.put("name", entry.info().name());
        object.put("bundle", entry.info().bundle());
        object.put("usable", entry.info().usable());
        object.put("state", entry.info().state());
        entry.info().card().ifPresent(card -> put(card, object));
        entry.operator().ifPresent(card -> {
            put(card, object);
            object.put("grows", entry.grows());
        });
    }

    private static void put(Card card, ObjectNode object) {
        object.put("title", card.title());
        object.put("paper", card.paper());
        ArrayNode options = object.putArray("options");
        card.options().forEach(option -> put(option, options.addObject()));
    }

    private static void put(OperatorCard card, ObjectNode object) {
        object.put("formula", card.formula());
        object.put("preservation", card.preservation().words());
        object.put("evidence", card.evidence());
        ArrayNode families = object.putArray("families");
        card.families().stream().sorted().map(Family::id).forEach(families::add);
        object.put("optimizer_state", card.optimizerState().id());
        object.put("learning_rate", card.learningRate().id());
        object.put("not_for", card.notFor());
        object.put("same_as", card.sameAs());
    }

    private static void put(OptionSpec option, ObjectNode object) {
        object.put("name", option.name());
        object.put("type", option.type().words());
        object.put("required", option.required());
        object.put("default", option.defaultValue().orElse(null));
        object.put("description", option.description());
        if (!option.choices().isEmpty()) {
            ArrayNode choices = object.putArray("choices");
            option.choices().forEach(choices::add);
        }
        if (!option.nested().isEmpty()) {
            ArrayNode nested = object.putArray("options");
            option.nested().forEach(n -> put(n, nested.addObject()));
        }
    }
}
