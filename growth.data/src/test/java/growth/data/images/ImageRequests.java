package growth.data.images;

import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.data.Given;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests for images as a run file makes them, but for augmentation, which is off. */
final class ImageRequests {
    private final Path base;
    private final List<String> log = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>(Map.of("valid-share", 0.0, "flip", false));
    private int image = 4;
    private long seed = 1;
    private Family family = Family.VIT;

    ImageRequests(Path base) {
        this.base = base;
        padding(0);
    }

    ImageRequests train(String... patterns) {
        return with("train", List.of(patterns));
    }

    ImageRequests valid(String... patterns) {
        return with("valid", List.of(patterns));
    }

    ImageRequests with(String option, Object value) {
        values.put(option, value);
        return this;
    }

    ImageRequests padding(long pixels) {
        return with("crop", Given.group("crop", "run.yaml:6", Map.of("padding", pixels)));
    }

    ImageRequests image(int size) {
        image = size;
        return this;
    }

    ImageRequests seed(long value) {
        seed = value;
        return this;
    }

    ImageRequests family(Family value) {
        family = value;
        return this;
    }

    Given given() {
        Given given = new Given(new ImageSource(), base, new DataRequest.Model(family, 0, image, 0), seed, log);
        values.forEach(given::with);
        return given;
    }

    Dataset open() {
        return given().open();
    }

    /** Returns the lines that were logged. */
    List<String> log() {
        return log;
    }
}
