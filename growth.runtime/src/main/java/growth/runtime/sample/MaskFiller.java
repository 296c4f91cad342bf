package growth.runtime.sample;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.model.View;
import growth.data.tokenizer.LibraryTokenizer;
import growth.runtime.sample.Filled.Candidate;
import growth.runtime.sample.Filled.Mask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Finds tokens for the masks of a text.
 *
 * @param model     a model that was trained on masked tokens
 * @param tokenizer its tokenizer
 */
record MaskFiller(TextModel model, LibraryTokenizer tokenizer) {
    /** The usual word for a mask, whatever the tokenizer calls it. */
    private static final String MASK = "[MASK]";

    /** @throws GrowthException (CHECKPOINT) if the folder has no tokenizer */
    static MaskFiller of(TextModel model) {
        return new MaskFiller(model, model.tokenizer().orElseThrow(() -> new GrowthException(Kind.CHECKPOINT, model.folder()
                + ": has no tokenizer.json, so it is not known which token is the mask")));
    }

    /** Returns the tokens of a prompt, which has a mask, without special tokens around it. */
    int[] ids(Prompt prompt) {
        int mask = tokenizer.mask().orElseThrow(() -> new GrowthException(Kind.CHECKPOINT, model.folder()
                + ": its tokenizer.json has no token for masks"));
        String word = tokenizer.decode(new int[] {mask}).strip();
        int[] ids = model.ids(prompt.text().isPresent() ? Prompt.text(prompt.text().get().replace(MASK, word)) : prompt);
        if (Arrays.stream(ids).noneMatch(id -> id == mask)) {
            throw new GrowthException(Kind.CONFIGURATION, "the prompt has no " + word + "; family " + model.shape().family().id()
                    + " fills masks, so write one where a word is wanted: \"The " + word + " sat\"");
        }
        int around = model.prefix().length + model.suffix().length;
        if (ids.length + around > model.shape().context()) {
            throw new GrowthException(Kind.DATA, "the prompt has " + (ids.length + around) + " tokens"
                    + (around > 0 ? ", special ones included" : "") + "; the model takes " + model.shape().context());
        }
        return ids;
    }

    /** @param ids what {@link #ids} returned */
    Filled fill(EngineSession session, int[] ids, int candidates) {
        int[] prefix = model.prefix();
        int[] all = Stream.of(prefix, ids, model.suffix()).flatMapToInt(Arrays::stream).toArray();
        List<Mask> masks = new ArrayList<>();
        int[] filled = ids.clone();
        Batch.Tokens batch = new Batch.Tokens(1, all.length, all, all);
        try (INDArray logits = session.logits(batch, View.full().withSequence(all.length))) {
            for (int i = 0; i < ids.length; i++) {
                if (ids[i] == tokenizer.mask().getAsInt()) {
                    int position = prefix.length + i;
                    float[] row = logits.get(NDArrayIndex.point(0), NDArrayIndex.point(position), NDArrayIndex.all()).toFloatVector();
                    TokenDistribution most = TokenDistribution.most(row, model.vocabulary(), candidates);
                    filled[i] = most.ids()[0];
                    masks.add(new Mask(position, IntStream.range(0, most.ids().length).mapToObj(k -> candidate(most, k)).toList()));
                }
            }
        }
        return new Filled(tokenizer.decode(filled), masks);
    }

    private Candidate candidate(TokenDistribution most, int k) {
        return new Candidate(most.ids()[k], tokenizer.decode(new int[] {most.ids()[k]}), most.probabilities()[k]);
    }
}
