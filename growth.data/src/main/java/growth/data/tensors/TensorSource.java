package growth.data.tensors;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.DataKind;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.options.Card;
import growth.data.FamilyFit;
import growth.data.corpus.InputFile;
import growth.data.corpus.Stored;
import growth.data.options.TensorOptions;
import growth.formats.digest.Sha256;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** A batch in a safetensors file, for comparisons with other systems and for debugging. */
@DataKind(TensorSource.KIND)
@Component(service = DataSource.class)
public final class TensorSource implements DataSource {
    /** The kind in run files. */
    public static final String KIND = "tensors";

    @Override
    public Card card() {
        return new Card(KIND, "one batch from a safetensors file, repeated; not shuffled", "Hugging Face's safetensors format",
                TensorOptions.class);
    }

    @Override
    public Dataset open(DataRequest request) {
        TensorOptions options = request.options().as(TensorOptions.class);
        Map<String, String> provenance = new LinkedHashMap<>();
        Batch train = read(request, "train", options.train(), provenance);
        Batch valid = options.valid().map(file -> read(request, "valid", file, provenance)).orElse(train);
        if (FamilyFit.takesImages(request)) {
            int needed = Math.max(BatchRows.labels(((Batch.Images) train).labels()), BatchRows.labels(((Batch.Images) valid).labels()));
            leftOut(request, "vocabulary", options.vocabulary(), "images have labels instead");
            return new TensorDataset(train, valid, 0, atLeast(request, "labels", options.labels(), needed), 1, provenance);
        }
        Batch.Tokens tokens = (Batch.Tokens) train;
        int needed = Math.max(vocabulary(tokens), vocabulary((Batch.Tokens) valid));
        leftOut(request, "labels", options.labels(), "token ids have a vocabulary instead");
        double scored = request.model().family().causal() ? 1 : BatchRows.scored(tokens.labels());
        return new TensorDataset(train, valid, atLeast(request, "vocabulary", options.vocabulary(), needed), 0, scored, provenance);
    }

    /** Returns the batch, which is what the request's family takes. */
    private static Batch read(DataRequest request, String option, String path, Map<String, String> provenance) {
        Path file = request.base().resolve(path);
        Batch batch = BatchFile.read(file);
        boolean images = batch instanceof Batch.Images;
        if (images != FamilyFit.takesImages(request)) {
            throw request.options().refuse(option, "family " + request.model().family().id() + (images ? " takes token ids; " + file
                    + " holds images; give a file with input_ids" : " takes images; " + file
                    + " holds token ids; give a file with pixel_values"));
        }
        if (batch instanceof Batch.Images some && request.model().image() > 0 && some.size() != request.model().image()) {
            throw request.options().refuse(option, file + " holds images of " + some.size() + "×" + some.size()
                    + ", but the model's are " + request.model().image() + "×" + request.model().image());
        }
        if (batch instanceof Batch.Tokens tokens && request.model().context() > 0 && tokens.sequence() > request.model().context()) {
            throw request.options().refuse(option, file + " holds sequences of " + tokens.sequence() + " tokens, longer than the context "
                    + request.model().context());
        }
        if (batch instanceof Batch.Tokens tokens) {
            batch = fit(request, option, file, tokens);
        }
        try {
            Stored.describe(option, List.of(new InputFile(file, Files.size(file), Sha256.of(file))), provenance);
        } catch (IOException e) {
            throw IoReason.unreadable(GrowthException.Kind.DATA, file, e);
        }
        return batch;
    }

    private static Batch.Tokens fit(DataRequest request, String option, Path file, Batch.Tokens tokens) {
        Family family = request.model().family();
        if (tokens.tokenTypes().length > 0 && family != Family.BERT) {
            throw request.options().refuse(option, file + " holds " + BatchFile.TYPES + "; family " + family.id() + " has no token types"
                    + (family == Family.GPT2 ? ", and transformers would add the word embeddings of these ids" : "")
                    + "; leave the tensor out");
        }
        boolean shift = request.options().as(TensorOptions.class).shiftLabels();
        if (shift && !family.causal()) {
            throw request.options().refuse("shift-labels",
                    "labels of family " + family.id() + " belong to their own positions; leave it out");
        }
        Batch.Tokens fitted = shift ? BatchRows.shifted(tokens) : tokens;
        if (family.causal() && BatchRows.copies(fitted)) {
            request.log().accept("warning: " + file + ": every label is the token at its own position, so the model is asked to copy;"
                    + " transformers shifts such labels, growth does with shift-labels");
        }
        long scored = BatchRows.scoredPadding(fitted);
        if (scored > 0) {
            request.log().accept("warning: " + file + ": " + scored + " scored labels stand at padding; give them label "
                    + Batch.IGNORED + " to leave them out");
        }
        return fitted;
    }

    private static void leftOut(DataRequest request, String option, Optional<Integer> given, String why) {
        if (given.isPresent()) {
            throw request.options().refuse(option, why + "; leave it out");
        }
    }

    private static int vocabulary(Batch.Tokens batch) {
        return Math.max(BatchRows.labels(batch.inputs()), BatchRows.labels(batch.labels()));
    }

    private static int atLeast(DataRequest request, String option, Optional<Integer> given, int needed) {
        if (given.isPresent() && given.get() < needed) {
            throw request.options().refuse(option, given.get() + " is too small; the batch needs " + needed);
        }
        return given.orElse(needed);
    }
}
