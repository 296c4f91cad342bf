package growth.runtime.disk;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelShape;
import growth.data.options.TextOptions;
import growth.data.options.TokenizerOptions;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.ModelLocation;
import growth.runtime.disk.Evaluator.DataToEvaluate;
import growth.runtime.disk.Evaluator.Watch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Text to evaluate on, and the options of the data source that reads it.
 *
 * @param options the source's options
 * @param context tokens per sequence
 * @param rows    sequences at most
 */
record TextToEvaluate(TextOptions options, int context, long rows) {
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
        TextOptions options = new TextOptions(Optional.empty(), Optional.of(absolute(data.files())), 0, TextOptions.Format.AUTO,
                data.field().orElse("text"), TokenizerOptions.file(tokenizer.toAbsolutePath().toString()), Optional.empty(),
                data.size().isEmpty(), special);
        return new TextToEvaluate(options, context,
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

    /** Returns the absolute paths. */
    static List<String> absolute(List<Path> files) {
        return files.stream().map(file -> file.toAbsolutePath().toString()).toList();
    }
}
