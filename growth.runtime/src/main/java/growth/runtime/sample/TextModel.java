package growth.runtime.sample;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Tokenizer;
import growth.api.model.ModelShape;
import growth.data.tokenizer.LibraryTokenizer;
import growth.formats.huggingface.ModelFolder;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.ModelLocation;
import growth.runtime.sample.Sampler.ModelToSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder with a model of text, and what turns text into its tokens.
 *
 * @param folder    the folder
 * @param shape     the model's shape
 * @param tokenizer the folder's tokenizer, if it has one
 * @param special   whether texts stand between the tokenizer's special tokens
 */
record TextModel(Path folder, ModelShape shape, Optional<LibraryTokenizer> tokenizer, boolean special) implements AutoCloseable {
    private static final int[] NOTHING = {};

    /** @throws GrowthException (CHECKPOINT) if there is none or its tokenizer is not the model's, (CONFIGURATION) if it sees images */
    static TextModel open(ModelToSample model) {
        Path folder = ModelLocation.of(model.checkpoint());
        ModelShape shape = shape(folder);
        Path file = folder.resolve(Checkpoint.TOKENIZER);
        Optional<LibraryTokenizer> tokenizer = Files.exists(file) ? Optional.of(LibraryTokenizer.read(file)) : Optional.empty();
        if (tokenizer.isPresent() && tokenizer.get().vocabulary() > shape.vocabulary()) {
            int ids = tokenizer.get().vocabulary();
            tokenizer.get().close();
            throw new GrowthException(Kind.CHECKPOINT, file + ": has " + ids + " token ids, and the model of the folder has "
                    + shape.vocabulary() + "; it belongs to another model");
        }
        return new TextModel(folder, shape, tokenizer, model.specialTokens().orElse(!ModelLocation.ofRun(folder)));
    }

    /** Returns the shape of the model in a folder, which is one of text. */
    static ModelShape shape(Path folder) {
        ModelShape shape = ModelFolder.shape(folder);
        if (shape.image().isPresent()) {
            throw new GrowthException(Kind.CONFIGURATION, folder + ": family " + shape.family().id()
                    + " sees images, and only models of text (llama, gpt2, bert) have samples; growth eval measures it");
        }
        return shape;
    }

    /** Returns the tokenizer as what it is used for. */
    Optional<Tokenizer> text() {
        return tokenizer.map(t -> t);
    }

    /** Returns the ids that the tokenizer has a text for. */
    int vocabulary() {
        return tokenizer.map(LibraryTokenizer::vocabulary).orElse(shape.vocabulary());
    }

    /** Returns what stands before a text. */
    int[] prefix() {
        return special && tokenizer.isPresent() ? tokenizer.get().prefix() : NOTHING;
    }

    /** Returns what stands behind a text. */
    int[] suffix() {
        return special && tokenizer.isPresent() ? tokenizer.get().suffix() : NOTHING;
    }

    /**
     * Returns the tokens of a prompt.
     *
     * @throws GrowthException (CHECKPOINT) if it is text and there is no tokenizer, (DATA) if the model does not have an id
     */
    int[] ids(Prompt prompt) {
        if (prompt.text().isPresent()) {
            return tokenizer.orElseThrow(() -> new GrowthException(Kind.CHECKPOINT, folder + ": has no " + Checkpoint.TOKENIZER
                    + ", so text cannot be turned into its token ids; give ids: --tokens 1,2,3")).encode(prompt.text().get());
        }
        for (int id : prompt.ids()) {
            if (id < 0 || id >= shape.vocabulary()) {
                throw new GrowthException(Kind.DATA, "token " + id + " of the prompt; the model has 0 to " + (shape.vocabulary() - 1));
            }
        }
        return prompt.ids().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void close() {
        tokenizer.ifPresent(LibraryTokenizer::close);
    }
}
