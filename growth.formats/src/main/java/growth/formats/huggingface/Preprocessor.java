package growth.formats.huggingface;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.formats.json.PrettyJson;
import java.util.List;

/** Tells other software how images become a model's input. */
final class Preprocessor {
    private static final int BILINEAR = 2;

    private Preprocessor() {
    }

    /**
     * Returns the text of a {@code preprocessor_config.json}: the middle square of an image, resized, its colours normalised. ViT's own
     * processor would squeeze an oblong image instead, so BiT's is named, which every version of transformers and transformers.js has.
     */
    static String config(ModelShape shape, List<Double> mean, List<Double> std) {
        ImageShape image = shape.image().orElseThrow();
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.putObject("crop_size").put("height", image.size()).put("width", image.size());
        fields.put("do_center_crop", true).put("do_convert_rgb", true).put("do_normalize", true).put("do_rescale", true)
                .put("do_resize", true);
        mean.forEach(fields.putArray("image_mean")::add);
        fields.put("image_processor_type", "BitImageProcessor");
        std.forEach(fields.putArray("image_std")::add);
        fields.put("resample", BILINEAR).put("rescale_factor", 1 / 255.0);
        fields.putObject("size").put("shortest_edge", image.size());
        return PrettyJson.of(fields);
    }
}
