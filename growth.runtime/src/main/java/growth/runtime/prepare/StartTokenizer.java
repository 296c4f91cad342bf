package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.formats.folder.IoReason;
import growth.formats.folder.WholeFile;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.run.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether the ids of a run's data mean what they mean to the model that it starts from. A tokenizer of as many ids fits the model's shape,
 * but every row of its embedding then stands for another piece of text, and nothing fails: the loss only begins where that of a random
 * model does. Who wants just that gives the other tokenizer's hash as {@code model.start-tokenizer}.
 */
public final class StartTokenizer {
    private static final String NAME = "model.start";
    /** Digits of a hash that are shown. */
    private static final int SHOWN = 12;
    /** Digits of a hash that must be given at least. */
    private static final int FEWEST = 8;

    private StartTokenizer() {
    }

    /** @throws GrowthException (CONFIGURATION) with the place, if the data's tokenizer is known to be another one and is not asked for */
    static void check(ModelSettings model, Dataset dataset) {
        if (model.start().isEmpty()) {
            return;
        }
        Optional<String> theirs = kept(model.start().get());
        Optional<String> ours = dataset.tokenizer().flatMap(Tokenizer::json).map(TokenizerIdentity::of);
        if (theirs.isEmpty() || ours.isEmpty() || theirs.equals(ours)) {
            return;
        }
        String hash = ours.get();
        Optional<String> asked = model.startTokenizer();
        if (asked.filter(given -> given.length() >= FEWEST && hash.startsWith(given)).isPresent()) {
            return;
        }
        throw new GrowthException(Kind.CONFIGURATION, place(model) + ": " + model.start().get() + " was trained with another tokenizer ("
                + shown(theirs.get()) + ") than the data have (" + shown(hash) + "), so its embeddings would stand for other text; "
                + "leave data.tokenizer out to take that of the folder, or write start-tokenizer: " + shown(hash)
                + " to train on all the same");
    }

    /** Returns a line if a run starts from a model and it is not known whether the ids of its data mean the same. */
    public static List<String> warnings(PreparedRun run) {
        ModelSettings model = run.run().model();
        if (model.start().isEmpty() || !Files.isDirectory(model.start().get()) || run.target().image().isPresent()) {
            return List.of();
        }
        boolean theirs = Files.exists(model.start().get().resolve(Checkpoint.TOKENIZER));
        boolean ours = run.dataset().tokenizer().flatMap(Tokenizer::json).isPresent();
        if (theirs && ours) {
            return kept(model.start().get()).equals(run.dataset().tokenizer().flatMap(Tokenizer::json).map(TokenizerIdentity::of))
                    ? List.of() : List.of(place(model) + ": the data have another tokenizer than " + model.start().get()
                    + ", as asked for: what its embeddings learned is lost");
        }
        return List.of(place(model) + ": whether the ids of the data mean what they mean to " + model.start().get() + " is not known: "
                + (theirs ? "data of kind " + run.run().data().name() + " have no tokenizer"
                : "the folder has no " + Checkpoint.TOKENIZER));
    }

    private static Optional<String> kept(Path folder) {
        Path file = folder.resolve(Checkpoint.TOKENIZER);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(TokenizerIdentity.of(WholeFile.text(file, WholeFile.LARGEST)));
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, file + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    private static String shown(String hash) {
        return hash.substring(0, SHOWN);
    }

    /** Returns what errors about the folder begin with, {@code file:line: model.start}. */
    static String place(ModelSettings model) {
        return GrowthException.where(model.place("start"), NAME);
    }
}
