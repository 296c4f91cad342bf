package growth.data.text;

import growth.api.data.DataRequest;
import growth.api.model.Family;
import growth.api.options.GivenOptions;
import growth.data.options.TextOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests as a run file makes them, with defaults filled in; the context is 16, and the file {@code run.yaml}. */
final class Requests {
    static final int CONTEXT = 16;

    private final Path base;
    private final List<String> log = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    Requests(Path base) {
        this.base = base;
        tokenizer(Map.of("kind", "bytes"));
    }

    Requests train(String... patterns) {
        values.put("train", List.of(patterns));
        return this;
    }

    Requests valid(String... patterns) {
        values.put("valid", List.of(patterns));
        return this;
    }

    Requests validRows(boolean rest, boolean special) {
        values.put("valid-rest", rest);
        values.put("valid-special-tokens", special);
        return this;
    }

    Requests share(double share) {
        values.put("valid-share", share);
        return this;
    }

    Requests tokenizer(Map<String, Object> group) {
        values.put("tokenizer", new GivenOptions("data.tokenizer", "run.yaml:7", group, Map.of()));
        return this;
    }

    Requests bpe(long vocabulary) {
        return tokenizer(Map.of("kind", "bpe", "vocabulary", vocabulary));
    }

    Requests masking(double probability, boolean wholeWords) {
        values.put("masking",
                new GivenOptions("data.masking", "run.yaml:9", Map.of("probability", probability, "whole-words", wholeWords), Map.of()));
        return this;
    }

    /** Returns the request of a masked language model. */
    DataRequest masked() {
        return request(Family.BERT);
    }

    DataRequest request() {
        return request(Family.LLAMA);
    }

    DataRequest request(Family family) {
        Map<String, String> places = new HashMap<>(Map.of("train", "run.yaml:5", "valid", "run.yaml:6", "valid-share", "run.yaml:8",
                "masking", "run.yaml:9"));
        places.keySet().retainAll(values.keySet());
        GivenOptions options = new GivenOptions("data", "run.yaml:4", values, places);
        return new DataRequest(options.as(TextOptions.class), base, base.resolve("cache"),
                DataRequest.Model.tokens(family, CONTEXT), 1, log::add);
    }

    /** Returns the lines that were logged. */
    List<String> log() {
        return log;
    }
}
