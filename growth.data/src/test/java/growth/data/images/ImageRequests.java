package growth.data.images;

import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.options.GivenOptions;
import growth.data.options.ImageOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests as a run file makes them, with defaults filled in, but for augmentation, which is off. */
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
        return with("crop", new GivenOptions("data.crop", "run.yaml:6", Map.of("padding", pixels), Map.of()));
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

    Dataset open() {
        Map<String, String> places = new HashMap<>();
        values.keySet().forEach(name -> places.put(name, "run.yaml:5"));
        return new ImageSource().open(new DataRequest(new GivenOptions("data", "run.yaml:4", values, places).as(ImageOptions.class), base,
                base.resolve("cache"), new DataRequest.Model(family, 0, image, 0), seed, log::add));
    }

    /** Returns the lines that were logged. */
    List<String> log() {
        return log;
    }
}
