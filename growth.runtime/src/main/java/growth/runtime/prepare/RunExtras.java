package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Tokenizer;
import growth.api.model.ModelShape;
import growth.data.options.ImageOptions;
import growth.formats.folder.IoReason;
import growth.formats.folder.WholeFile;
import growth.formats.huggingface.FolderExtras;
import growth.formats.huggingface.SpecialTokens;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.ModelLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files that a run's checkpoints hold beside weights and state, so that other software loads them: ids of special tokens, names of
 * labels, {@code tokenizer_config.json}, {@code generation_config.json}, {@code preprocessor_config.json}. A run that starts from a model
 * takes them from its folder; what its data say differently holds.
 */
public final class RunExtras {
    private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);

    private RunExtras() {
    }

    /**
     * @param run        the run, its data open
     * @param checkpoint the checkpoint it goes on from: the folder it once started from may be gone
     * @throws GrowthException (CHECKPOINT) if the folder cannot be read
     */
    public static FolderExtras of(PreparedRun run, Optional<Path> checkpoint) {
        ModelShape begins = run.schedule().start();
        Optional<Path> source = run.run().model().start().map(start -> checkpoint.orElseGet(() -> ModelLocation.of(start)));
        FolderExtras extras = source.map(FolderExtras::of).orElseGet(() -> FolderExtras.fresh(begins));
        return labels(run, tokenizer(run, source, extras));
    }

    private static FolderExtras tokenizer(PreparedRun run, Optional<Path> source, FolderExtras extras) {
        Optional<String> json = run.dataset().tokenizer().flatMap(Tokenizer::json);
        if (json.isEmpty() || source.isPresent() && same(source.get(), json.get())) {
            return extras;
        }
        return extras.withTokenizer(SpecialTokens.of(json.get(), extras.shape().family()));
    }

    /** A folder without a tokenizer.json may have another form of the same one, so it is left as it is. */
    private static boolean same(Path folder, String json) {
        Path file = folder.resolve(Checkpoint.TOKENIZER);
        try {
            return !Files.exists(file) || TokenizerIdentity.of(WholeFile.text(file, WholeFile.LARGEST)).equals(TokenizerIdentity.of(json));
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, file + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    private static FolderExtras labels(PreparedRun run, FolderExtras extras) {
        List<String> names = run.dataset().labelNames();
        boolean fit = extras.shape().image().filter(image -> image.labels() == names.size()).isPresent();
        if (!fit) {
            return extras;
        }
        return run.run().data().options().record() instanceof ImageOptions images
                ? extras.withLabels(names, images.mean(), images.std()) : extras.withLabels(names, HALF, HALF);
    }
}
