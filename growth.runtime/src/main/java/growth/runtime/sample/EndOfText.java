package growth.runtime.sample;

import com.fasterxml.jackson.databind.JsonNode;
import growth.api.GrowthException.Kind;
import growth.api.data.Tokenizer;
import growth.api.model.ModelShape;
import growth.formats.huggingface.HuggingFaceConfig;
import growth.formats.huggingface.SpecialTokens;
import growth.formats.json.JsonFields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tokens that end a text: {@code eos_token_id} of {@code generation_config.json}, else of {@code config.json}, else the token of the
 * tokenizer that has one of the usual names. Tokenizers that a run trains have none.
 */
final class EndOfText {
    private static final String FIELD = "eos_token_id";
    private static final List<String> FILES = List.of("generation_config.json", HuggingFaceConfig.FILE);

    private EndOfText() {
    }

    /** @return the ids, ascending; those that the model does not have are left out */
    static Set<Integer> of(Path folder, ModelShape shape, Optional<Tokenizer> tokenizer) {
        for (String name : FILES) {
            Path file = folder.resolve(name);
            Set<Integer> ids = Files.exists(file) ? ids(JsonFields.read(file, Kind.CHECKPOINT).object().path(FIELD), shape) : Set.of();
            if (!ids.isEmpty()) {
                return ids;
            }
        }
        return tokenizer.flatMap(Tokenizer::json).map(json -> SpecialTokens.of(json, shape.family())).map(special -> Optional
                .ofNullable(special.roles().get("eos_token")).map(special.ids()::get).filter(id -> id < shape.vocabulary()))
                .flatMap(id -> id).map(Set::of).orElse(Set.of());
    }

    private static Set<Integer> ids(JsonNode value, ModelShape shape) {
        Set<Integer> ids = new TreeSet<>();
        for (JsonNode id : value.isArray() ? value : List.of(value)) {
            if (id.isInt() && id.asInt() >= 0 && id.asInt() < shape.vocabulary()) {
                ids.add(id.asInt());
            }
        }
        return ids;
    }
}
