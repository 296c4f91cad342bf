package growth.runtime.disk;

import com.fasterxml.jackson.databind.JsonNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelShape;
import growth.data.options.ImageOptions;
import growth.formats.json.JsonFields;
import growth.runtime.checkpoint.LabelNames;
import growth.runtime.disk.Evaluator.DataToEvaluate;
import growth.runtime.disk.Evaluator.Watch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Images to evaluate on, and the options of the data source that reads them.
 *
 * @param options the source's options
 * @param rows    images at most
 * @param names   the model's labels by number
 * @param named   whether the configuration names them
 */
record ImagesToEvaluate(ImageOptions options, long rows, List<String> names, boolean named) {
    /** The data source. */
    static final String SOURCE = "images";
    private static final List<Double> HALF = List.of(0.5);
    private static final String PREPROCESSOR = "preprocessor_config.json";

    /**
     * @param folder a checkpoint's
     * @throws GrowthException (CONFIGURATION) for settings that images do not have, (CHECKPOINT) for a damaged configuration
     */
    static ImagesToEvaluate of(Path folder, ModelShape shape, DataToEvaluate data) {
        if (data.context().isPresent() || data.specialTokens().isPresent()) {
            throw new GrowthException(Kind.CONFIGURATION, folder + ": " + shape.family().id() + " sees images, which have neither a context"
                    + " nor special tokens; leave " + (data.context().isPresent() ? "--context" : "--special-tokens") + " out");
        }
        Path preprocessor = folder.resolve(PREPROCESSOR);
        List<String> files = TextToEvaluate.absolute(data.files());
        ImageOptions options = Files.exists(preprocessor) ? options(files, JsonFields.read(preprocessor, Kind.CHECKPOINT))
                : options(files, HALF, HALF);
        Optional<List<String>> names = LabelNames.of(folder, shape.image().orElseThrow().labels());
        return new ImagesToEvaluate(options, data.size().map(size -> size.rows(1)).orElse(Long.MAX_VALUE),
                names.orElseGet(() -> IntStream.range(0, shape.image().orElseThrow().labels()).mapToObj(Integer::toString).toList()),
                names.isPresent());
    }

    private static ImageOptions options(List<String> files, List<Double> mean, List<Double> std) {
        return new ImageOptions(Optional.empty(), Optional.of(files), 0, Optional.empty(), new ImageOptions.Crop(0), false, mean, std,
                ImageOptions.Unreadable.REFUSE);
    }

    private static ImageOptions options(List<String> files, JsonFields preprocessor) {
        if (!preprocessor.flag("do_normalize", true)) {
            return options(files, List.of(0.0), List.of(1.0));
        }
        List<Double> std = colours(preprocessor, "std");
        if (std.stream().anyMatch(number -> number <= 0)) {
            throw preprocessor.refuse("image_std", "must be above 0, not " + std);
        }
        try {
            return options(files, colours(preprocessor, "mean"), std);
        } catch (GrowthException e) {
            throw preprocessor.refuse("image_" + e.key().orElseThrow(), e.getMessage());
        }
    }

    private static List<Double> colours(JsonFields preprocessor, String name) {
        JsonNode value = preprocessor.value("image_" + name);
        if (value.isMissingNode()) {
            return HALF;
        }
        List<Double> numbers = new ArrayList<>();
        Iterable<JsonNode> items = value.isArray() ? value : List.of(value);
        for (JsonNode item : items) {
            if (!item.isNumber()) {
                throw preprocessor.refuse("image_" + name, "must be a number or a list of numbers, not " + JsonFields.shown(value));
            }
            numbers.add(item.doubleValue());
        }
        return numbers;
    }

    /**
     * Returns the model's label of each.
     *
     * @param folders names of the data's labels
     * @throws GrowthException (DATA) if the model does not know one
     */
    int[] labels(List<String> folders, Watch watch) {
        int[] labels = new int[folders.size()];
        if (!named && folders.size() == names.size() && folders.stream().noneMatch(names::contains)) {
            watch.warn("the checkpoint does not name its labels; folders in alphabetical order are taken for 0 to " + (names.size() - 1));
            return IntStream.range(0, labels.length).toArray();
        }
        List<String> known = names.stream().map(LabelNames::plain).toList();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = known.indexOf(LabelNames.plain(folders.get(i)));
            if (labels[i] < 0) {
                throw new GrowthException(Kind.DATA, "--data: label folder " + folders.get(i) + " is not one of the model's labels "
                        + shown());
            }
        }
        return labels;
    }

    private String shown() {
        int few = 10;
        return String.join(", ", names.subList(0, Math.min(few, names.size()))) + (names.size() > few ? ", …" : "");
    }
}
