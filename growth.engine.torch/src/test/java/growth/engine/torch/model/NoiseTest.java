package growth.engine.torch.model;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.engine.Regularization;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.engine.common.random.Dropout;
import growth.engine.common.random.Dropout.Site;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.aten.TestTorch;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is dropped on the device against what the hash of all engines decides. */
class NoiseTest {
    private static final int ROWS = 3;
    private static final ModelShape SHAPE = SmallShapes.of(Family.BERT);
    private static final Dropout DROPOUT = new Dropout(new Regularization(0.2, 0.3, 0.4, 0.5, 0), -7, 1L << 40, 2);
    private Aten aten;

    @BeforeEach
    void open() {
        aten = TestTorch.open();
    }

    @AfterEach
    void close() {
        if (aten != null) {
            aten.close();
        }
    }

    private SegmentRun run(View view) {
        return new SegmentRun(aten, RandomModels.model(SHAPE, 1), RandomModels.masked(SHAPE, ROWS, SHAPE.context(), 5), view)
                .dropout(DROPOUT);
    }

    private Tensor ones(long... sizes) {
        return aten.tensors().full(Dtype.F32, 1, sizes);
    }

    private static float[] expected(Site site, int layer, long firstRow, int rows, int columns) {
        float[] factors = new float[rows * columns];
        DROPOUT.factors(site, layer, firstRow, columns, factors);
        return factors;
    }

    @Test
    void dropsWhatTheHashSays() {
        Pass pass = run(View.full()).pass(true);
        int rows = ROWS * SHAPE.context();
        for (Site site : List.of(Site.EMBEDDING, Site.ATTENTION_OUTPUT, Site.MLP_OUTPUT)) {
            float[] dropped = aten.tensors().floats(pass.noise().drop(site, 1, ones(ROWS, SHAPE.context(), SHAPE.hidden())));
            assertThat(dropped).as(site.name()).isEqualTo(expected(site, 1, 0, rows, SHAPE.hidden()));
            assertThat(dropped).contains(0, DROPOUT.scale(site));
        }
    }

    @Test
    void dropsProbabilitiesByRowAndHead() {
        SegmentRun run = run(View.full());
        int length = SHAPE.context();
        Tensor dropped = run.pass(true).noise().drop(Site.ATTENTION, 1, ones(ROWS, SHAPE.heads(), length, length));
        // the hash counts row·heads + head
        assertThat(aten.tensors().floats(aten.contiguous(aten.transpose(dropped, 1, 2))))
                .isEqualTo(expected(Site.ATTENTION, 1, 0, ROWS * length * SHAPE.heads(), length));
    }

    @Test
    void manyProbabilitiesAreDecidedAboutInPortions() {
        // three sequences of 50 numbers: two fit into a portion
        HashTensors hashes = new HashTensors(aten, 120);
        Tensor keys = hashes.keys(DROPOUT.seed(Site.ATTENTION, 1), hashes.rows(aten.view(aten.integers().range(15), 3, 5, 1)));
        Tensor below = hashes.below(keys, hashes.places(10), DROPOUT.threshold(Site.ATTENTION));
        float[] kept = aten.tensors().floats(aten.mul(aten.to(aten.not(below), Dtype.F32), DROPOUT.scale(Site.ATTENTION)));
        assertThat(kept).isEqualTo(expected(Site.ATTENTION, 1, 0, 15, 10));
    }

    @Test
    void pooledSequencesCountTheirOwnRows() {
        SegmentRun run = run(View.full().withPooling(new View.Pooling(View.Pooling.Kind.MEAN, 3)));
        Noise noise = run.pass(true).noise();
        int length = run.batch.length();
        float[] dropped = aten.tensors().floats(noise.drop(Site.MLP_OUTPUT, 0, ones(ROWS, length, SHAPE.hidden())));
        float[] first = aten.tensors().floats(noise.drop(Site.ATTENTION, 0, ones(ROWS, SHAPE.heads(), length, SHAPE.context())));
        List<Integer> lengths = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            int own = run.batch.bodyLength(row);
            lengths.add(own);
            assertThat(Arrays.copyOfRange(dropped, row * length * SHAPE.hidden(), (row * length + own) * SHAPE.hidden()))
                    .isEqualTo(expected(Site.MLP_OUTPUT, 0, run.batch.bodyStart(row), own, SHAPE.hidden()));
            int at = row * SHAPE.heads() * length * SHAPE.context();
            assertThat(Arrays.copyOfRange(first, at, at + SHAPE.context()))
                    .isEqualTo(expected(Site.ATTENTION, 0, (long) run.batch.bodyStart(row) * SHAPE.heads(), 1, SHAPE.context()));
        }
        assertThat(new HashSet<>(lengths)).hasSizeGreaterThan(1);
    }

    @Test
    void thinsBranchesBySequence() {
        Pass pass = run(View.full()).pass(true);
        List<Float> seen = new ArrayList<>();
        for (int layer = 0; layer < SHAPE.layers(); layer++) {
            for (Site site : List.of(Site.ATTENTION_OUTPUT, Site.MLP_OUTPUT)) {
                float[] thinned = aten.tensors().floats(pass.noise().thin(site, layer, ones(ROWS, 1, 1)));
                for (int row = 0; row < ROWS; row++) {
                    assertThat(thinned[row]).isEqualTo(DROPOUT.depthScale(site, layer, SHAPE.layers(), row));
                    seen.add(thinned[row]);
                }
            }
        }
        assertThat(seen).contains(0f, 1f, 2f);
    }

    @Test
    void withoutRatesThereIsNoNoise() {
        assertThat(run(View.full()).dropout(Dropout.NONE).pass(true).noise()).isNull();
    }
}
