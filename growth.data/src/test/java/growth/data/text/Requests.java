package growth.data.text;

import growth.api.data.DataRequest;
import growth.api.model.Family;
import growth.data.Given;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Requests for text as a run file makes them; the context is 16. */
final class Requests {
    static final int CONTEXT = 16;

    private final Path base;
    private final List<String> log = new ArrayList<>();
    private final List<Consumer<Given>> options = new ArrayList<>();

    Requests(Path base) {
        this.base = base;
        tokenizer(Map.of("kind", "bytes"));
    }

    private Requests with(String place, String option, Object value) {
        options.add(given -> given.at(place, option, value));
        return this;
    }

    Requests train(String... patterns) {
        return with("run.yaml:5", "train", List.of(patterns));
    }

    Requests valid(String... patterns) {
        return with("run.yaml:6", "valid", List.of(patterns));
    }

    Requests validRows(boolean rest, boolean special) {
        return with("run.yaml:4", "valid-rest", rest).with("run.yaml:4", "valid-special-tokens", special);
    }

    Requests share(double share) {
        return with("run.yaml:8", "valid-share", share);
    }

    Requests tokenizer(Map<String, Object> group) {
        return with("run.yaml:4", "tokenizer", Given.group("tokenizer", "run.yaml:7", group));
    }

    Requests bpe(long vocabulary) {
        return tokenizer(Map.of("kind", "bpe", "vocabulary", vocabulary));
    }

    Requests masking(double probability, boolean wholeWords) {
        return with("run.yaml:9", "masking",
                Given.group("masking", "run.yaml:9", Map.of("probability", probability, "whole-words", wholeWords)));
    }

    /** Returns the request of a masked language model. */
    DataRequest masked() {
        return request(Family.BERT);
    }

    DataRequest request() {
        return request(Family.LLAMA);
    }

    DataRequest request(Family family) {
        return given(family).request();
    }

    Given given(Family family) {
        Given given = new Given(new TextSource(), base, DataRequest.Model.tokens(family, CONTEXT), 1, log);
        options.forEach(option -> option.accept(given));
        return given;
    }

    /** Returns the lines that were logged. */
    List<String> log() {
        return log;
    }
}
