package growth.data.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.formats.json.PrettyJson;
import java.util.List;
import java.util.Optional;

/**
 * What stands in a file of decoded pictures; written after it, so a file with a manifest is complete.
 *
 * @param format  version of the layout
 * @param images  how many
 * @param size    height and width in pixels
 * @param skipped pictures that could not be decoded and are left out
 * @param classes names of the labels, in their order
 * @param sha256  hash of pixels and labels
 */
record ImageManifest(int format, int images, int size, int skipped, List<String> classes, String sha256) {
    static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @return empty if the text is no manifest of this format */
    static Optional<ImageManifest> parse(String text) {
        try {
            return Optional.of(JSON.readValue(text, ImageManifest.class)).filter(m -> m.format() == FORMAT && m.classes() != null);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    String json() {
        return PrettyJson.of(JSON.valueToTree(this));
    }

    /** @return bytes of all pixels */
    long bytes() {
        return images * (long) Rgb.CHANNELS * size * size;
    }
}
