package growth.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import growth.api.GrowthException.Kind;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import org.junit.jupiter.api.Test;

/** What an exception knows of its place and key, besides its words. */
class GrowthExceptionTest {
    private static final GrowthException PLAIN = new GrowthException(Kind.DATA, "is empty", new IllegalStateException("x"));

    @Test
    void aPlainFailureHasNeitherPlaceNorKey() {
        assertThat(PLAIN.place()).isEmpty();
        assertThat(PLAIN.key()).isEmpty();
    }

    @Test
    void placeAndKeyStandInFrontAndAreCarried() {
        GrowthException placed = PLAIN.at("run.yaml:3", "train");
        assertThat(placed).hasMessage("run.yaml:3: train: is empty").hasCause(PLAIN.getCause());
        assertThat(placed.kind()).isEqualTo(Kind.DATA);
        assertThat(placed.place()).contains("run.yaml:3");
        assertThat(placed.key()).contains("train");
        assertThat(placed.getStackTrace()).isEqualTo(PLAIN.getStackTrace());
        assertThat(PLAIN.at("corpus.txt")).hasMessage("corpus.txt: is empty").extracting(e -> e.place().orElseThrow())
                .isEqualTo("corpus.txt");
    }

    @Test
    void aPlaceThatEndsWithTheKeyDoesNotRepeatIt() {
        assertThat(PLAIN.at("--set training.batch", "batch")).hasMessage("--set training.batch: is empty");
        assertThat(PLAIN.at("--set batch", "batch")).hasMessage("--set batch: is empty");
        assertThat(PLAIN.at("--set training.minibatch", "batch")).hasMessage("--set training.minibatch: batch: is empty");
    }

    @Test
    void aFailureGetsThePlaceOfWhatIsDoneUnlessItHasOne() {
        assertThat(GrowthException.<String>placed("run.yaml:3", () -> "done")).isEqualTo("done");
        assertThatThrownBy(() -> GrowthException.placed("run.yaml:3", () -> {
            throw PLAIN;
        })).hasMessage("run.yaml:3: is empty");
        assertThatThrownBy(() -> GrowthException.placed("run.yaml:3", () -> {
            throw PLAIN.at("run.yaml:7");
        })).hasMessage("run.yaml:7: is empty");
    }

    @Test
    void otherWordsKeepPlaceAndKey() {
        GrowthException other = PLAIN.at("run.yaml:3", "train").saying("other");
        assertThat(other).hasMessage("other");
        assertThat(other.place()).contains("run.yaml:3");
        assertThat(other.key()).contains("train");
    }

    @Test
    void sizesSayWhichOfThemIsWrong() {
        GrowthException thrown = catchThrowableOfType(GrowthException.class, () -> ModelShape.builder(Family.LLAMA).layers(1).hidden(8)
                .heads(4).kvHeads(3).intermediate(8).vocabulary(8).context(8).build());
        assertThat(thrown).hasMessage("kv-heads 3 does not divide heads 4");
        assertThat(thrown.key()).contains("kv-heads");
        assertThat(thrown.about("heads").key()).contains("heads");
    }
}
