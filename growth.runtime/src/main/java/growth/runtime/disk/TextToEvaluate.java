package growth.runtime.disk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelShape;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.ModelLocation;
import growth.runtime.disk.Evaluator.DataToEvaluate;
import growth.runtime.disk.Evaluator.Watch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Text as options of the data source that reads it.
 *
 * @param options {@code name=value} for each
 * @param context tokens per sequence
 * @param rows    sequences at most
 */
record TextToEvaluate(List<String> options, int context, long rows) {
    /** The data source. */
    static final String SOURCE = "text";

    /**
     * @param folder a checkpoint's
     * @throws GrowthException (CHECKPOINT) if it has no tokenizer, (CONFIGURATION) if its context is shorter than what is wanted
     */
    static TextToEvaluate of(Path folder, ModelShape shape, DataToEvaluate data, Watch watch) {
        Path tokenizer = folder.resolve(Checkpoint.TOKENIZER);
        if (!Files.exists(tokenizer)) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": has no " + Checkpoint.TOKENIZER
                    + ", so text cannot be turned into its token ids");
        }
        boolean ofRun = ModelLocation.ofRun(folder);
        int context = context(folder, shape, data, ofRun, watch);
        boolean special = data.specialTokens().orElse(!ofRun);
        List<String> options = new ArrayList<>(List.of("valid=" + array(data.files()), "valid-rest=" + data.size().isEmpty(),
                "valid-special-tokens=" + special, "tokenizer.kind=file", "tokenizer.path="
                + TextNode.valueOf(tokenizer.toAbsolutePath().toString())));
        data.field().ifPresent(field -> options.add("field=" + TextNode.valueOf(field)));
        return new TextToEvaluate(List.copyOf(options), context,
                data.size().map(size -> size.rows(context)).orElse(Long.MAX_VALUE));
    }

    private static int context(Path folder, ModelShape shape, DataToEvaluate data, boolean ofRun, Watch watch) {
        int longest = shape.context();
        int wanted = data.context().orElse(ofRun ? longest : Math.min(longest, DataToEvaluate.MOST_CONTEXT));
        if (wanted < 1 || wanted > longest) {
            throw new GrowthException(Kind.CONFIGURATION, "--context " + wanted + ": " + folder + " takes 1 to " + longest
                    + " tokens; give one of these");
        }
        if (data.context().isEmpty() && wanted < longest) {
            watch.warn("sequences of " + wanted + " tokens are evaluated; the model takes " + longest + ", --context asks for more");
        }
        return wanted;
    }

    /** @return a list of absolute paths, as run files write it */
    static ArrayNode array(List<Path> files) {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        files.forEach(file -> names.add(file.toAbsolutePath().toString()));
        return names;
    }
}
