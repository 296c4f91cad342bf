package growth.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.View;
import growth.api.model.View.Pooling;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PooledSequenceTest {
    private static final int NONE = Batch.IGNORED;
    private static final double[][] EMBEDDED = {{9, 1}, {1, 8}, {3, 2}, {2, 5}, {6, 7}, {4, -4}};

    @Test
    void meansKeepTheFirstPositionAndDivideByRealPositions() {
        int[] labels = {NONE, 3, NONE, NONE, 7, NONE};
        assertThat(PooledSequence.of(EMBEDDED, labels, new Pooling(Pooling.Kind.MEAN, 2)))
                .isDeepEqualTo(new double[][] {{9, 1}, {2, 5}, {4, 6}, {4, -4}, {1, 8}, {6, 7}});
    }

    @Test
    void maximaAreTakenPerCoordinate() {
        int[] labels = {0, NONE, NONE, NONE, NONE, NONE};
        assertThat(PooledSequence.of(EMBEDDED, labels, new Pooling(Pooling.Kind.MAX, 3)))
                .isDeepEqualTo(new double[][] {{9, 1}, {3, 8}, {6, 7}, {9, 1}});
    }

    /** Scored positions of a model of one block see the whole sequence, in full, as without pooling. */
    @ParameterizedTest
    @EnumSource(names = {"MEAN", "MAX"})
    void theFirstBlockReadsTheWholeSequence(Pooling.Kind kind) {
        ReferenceModel model = model();
        View first = View.full().withLayers(List.of(0));
        Batch.Tokens batch = RandomModels.masked(model.shape(), 3, 8, 4);
        double pooled = model.loss(batch, first.withPooling(new Pooling(kind, 3)), Gates.none(), 0.1);
        assertThat(pooled).isCloseTo(model.loss(batch, first, Gates.none(), 0.1), within(1e-14));
    }

    /** The second block reads what was pooled: another loss than in full, and another for each kind. */
    @Test
    void laterBlocksReadWhatWasPooled() {
        ReferenceModel model = model();
        Batch.Tokens batch = RandomModels.masked(model.shape(), 3, 8, 4);
        double full = model.loss(batch, View.full(), Gates.none(), 0);
        double mean = model.loss(batch, View.full().withPooling(new Pooling(Pooling.Kind.MEAN, 3)), Gates.none(), 0);
        double max = model.loss(batch, View.full().withPooling(new Pooling(Pooling.Kind.MAX, 3)), Gates.none(), 0);
        assertThat(Math.abs(mean - full)).isGreaterThan(1e-4);
        assertThat(Math.abs(max - full)).isGreaterThan(1e-4);
        assertThat(Math.abs(max - mean)).isGreaterThan(1e-4);
    }

    /** Rows are independent, however many positions each has scored. */
    @Test
    void rowsMayBeRagged() {
        ReferenceModel model = model();
        View pooled = View.full().withPooling(new Pooling(Pooling.Kind.MEAN, 2));
        int[] inputs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1};
        int[] labels = {NONE, 3, NONE, NONE, NONE, NONE, NONE, NONE, 4, 5};
        Batch.Tokens both = new Batch.Tokens(2, 5, Arrays.copyOf(inputs, 10), labels);
        Batch.Tokens one = new Batch.Tokens(1, 5, Arrays.copyOf(inputs, 5), Arrays.copyOf(labels, 5));
        Batch.Tokens two = new Batch.Tokens(1, 5, Arrays.copyOfRange(inputs, 5, 10), Arrays.copyOfRange(labels, 5, 10));
        double expected = (model.loss(one, pooled, Gates.none(), 0) + 2 * model.loss(two, pooled, Gates.none(), 0)) / 3;
        assertThat(model.loss(both, pooled, Gates.none(), 0)).isCloseTo(expected, within(1e-14));
        Batch.Tokens idle = new Batch.Tokens(1, 5, Arrays.copyOf(inputs, 5), new int[] {NONE, NONE, NONE, NONE, NONE});
        assertThat(model.loss(List.of(one, idle), pooled, Gates.none(), 0)).isEqualTo(model.loss(one, pooled, Gates.none(), 0));
    }

    private static ReferenceModel model() {
        return ReferenceModel.of(RandomModels.model(SmallShapes.of(Family.BERT), 3));
    }
}
