package growth.engine.torch.batch;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.model.View.Pooling;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.aten.TestTorch;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches on the device, against what a reader of the batch would write down by hand. */
class BatchUploadTest {
    private static final int NONE = Batch.IGNORED;

    private Aten aten;
    private Arena arena;

    @BeforeEach
    void open() {
        aten = TestTorch.open();
        arena = aten.open();
    }

    @AfterEach
    void close() {
        if (arena != null) {
            arena.close();
        }
    }

    private BatchUpload upload(Family family) {
        return new BatchUpload(aten, SmallShapes.of(family));
    }

    @Test
    void tellsWhichRowsAreScored() {
        Batch.Tokens batch = new Batch.Tokens(2, 3, new int[] {1, 2, 3, 4, 5, 6}, new int[] {NONE, 7, 8, NONE, NONE, 9});
        DeviceBatch read = upload(Family.GPT2).read(batch, View.full().withSequence(3));
        assertThat(aten.tensors().longs(read.input().tokens())).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(read.input().tokens().sizes()).containsExactly(2, 3);
        assertThat(read.scored().count()).isEqualTo(3);
        assertThat(aten.tensors().longs(read.scored().rows())).containsExactly(1, 2, 5);
        assertThat(aten.tensors().longs(read.scored().places())).containsExactly(3, 0, 1, 3, 3, 2);
        assertThat(aten.tensors().longs(read.scored().labels())).containsExactly(7, 8, 9);
        assertThat(read.keyMask()).isNull();
        assertThat(read.appended()).isNull();
        assertThat(read.input().tokenTypes()).isNull();
        assertThat(read.length()).isEqualTo(3);
    }

    @Test
    void asksForNoIndicesWhereEveryRowIsScored() {
        Batch.Tokens batch = new Batch.Tokens(1, 3, new int[] {1, 2, 3}, new int[] {4, 5, 6});
        DeviceBatch read = upload(Family.LLAMA).read(batch, View.full().withSequence(3));
        assertThat(read.scored().rows()).isNull();
        assertThat(read.scored().places()).isNull();
        assertThat(aten.tensors().longs(read.scored().labels())).containsExactly(4, 5, 6);
    }

    @Test
    void scoresEveryPositionForLogits() {
        Batch.Tokens batch = new Batch.Tokens(2, 2, new int[] {1, 2, 3, 4}, new int[] {NONE, NONE, NONE, NONE});
        BatchUpload upload = upload(Family.BERT);
        assertThat(upload.read(batch, View.full()).scored().count()).isZero();
        DeviceBatch read = upload.readUnscored(batch);
        assertThat(read.scored().count()).isEqualTo(4);
        assertThat(read.scored().rows()).isNull();
        assertThat(read.scored().labels()).isNull();
    }

    /** Five positions pooled by 2: the first, two pairs, then the scored ones: two of the first sequence and one of the second. */
    @Test
    void fillsPooledSequencesUp() {
        int[] labels = {NONE, 7, NONE, 8, NONE, NONE, NONE, 9, NONE, NONE};
        Batch.Tokens batch = new Batch.Tokens(2, 5, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, labels);
        View view = View.full().withSequence(5).withPooling(new Pooling(Pooling.Kind.MEAN, 2));
        DeviceBatch read = upload(Family.BERT).read(batch, view);
        assertThat(read.embeddedLength()).isEqualTo(5);
        assertThat(read.length()).isEqualTo(5);
        assertThat(aten.tensors().longs(read.appended())).containsExactly(1, 3, 7, 5);
        assertThat(aten.tensors().longs(read.scored().rows())).containsExactly(3, 4, 8);
        assertThat(read.keyMask().dtype()).isEqualTo(Dtype.BOOL);
        assertThat(read.keyMask().sizes()).containsExactly(2, 1, 1, 5);
        assertThat(aten.tensors().longs(read.keyMask())).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 0);
        assertThat(read.bodyStart(1)).as("rows are numbered as if nothing filled up").isEqualTo(5);
        assertThat(read.bodyLength(0)).isEqualTo(5);
        assertThat(read.bodyLength(1)).isEqualTo(4);
        assertThat(read.embeddedStart(1)).isEqualTo(5);
    }

    @Test
    void appendsNothingWhereNothingIsScoredAndMasksNothingWhereAllAreAsLong() {
        View view = View.full().withSequence(3).withPooling(new Pooling(Pooling.Kind.MAX, 2));
        BatchUpload upload = upload(Family.BERT);
        DeviceBatch none = upload.read(new Batch.Tokens(1, 3, new int[] {1, 2, 3}, new int[] {NONE, NONE, NONE}), view);
        assertThat(none.appended()).isNull();
        assertThat(none.length()).isEqualTo(2);
        DeviceBatch alike = upload.read(new Batch.Tokens(2, 3, new int[6], new int[] {1, NONE, NONE, NONE, NONE, 2}), view);
        assertThat(alike.keyMask()).isNull();
        assertThat(aten.tensors().longs(alike.appended())).containsExactly(0, 5);
        assertThat(aten.tensors().longs(alike.scored().rows())).containsExactly(2, 5);
    }

    @Test
    void carriesPaddingAndTokenTypes() {
        ModelShape shape = SmallShapes.of(Family.BERT);
        Batch.Tokens batch = RandomModels.padded(RandomModels.typed(RandomModels.masked(shape, 3, 9, 1), 2, 2));
        DeviceBatch read = upload(Family.BERT).read(batch, View.full());
        long[] mask = aten.tensors().longs(read.keyMask());
        long[] types = aten.tensors().longs(read.input().tokenTypes());
        assertThat(mask).hasSize(27).contains(0, 1);
        for (int i = 0; i < mask.length; i++) {
            assertThat(mask[i] == 1).isEqualTo(batch.attentionMask()[i]);
            assertThat(types[i]).isEqualTo(batch.tokenTypes()[i]);
        }
    }

    @Test
    void carriesImages() {
        ModelShape shape = SmallShapes.of(Family.VIT);
        Batch.Images batch = RandomModels.images(shape, 2, 4, 1);
        DeviceBatch read = upload(Family.VIT).read(batch, View.full().withResolution(4));
        assertThat(aten.tensors().floats(read.input().pixels())).containsExactly(batch.pixels());
        assertThat(read.input().pixels().sizes()).containsExactly(2, 3, 4, 4);
        assertThat(read.length()).isEqualTo(5);
        assertThat(aten.tensors().longs(read.scored().rows())).containsExactly(0, 5);
        assertThat(aten.tensors().longs(read.scored().labels())).containsExactly(batch.labels()[0], batch.labels()[1]);
    }

    @Test
    void readsOnWithOneTextWhoseLastPositionMayBeScored() {
        Past past = new Past() {
            @Override
            public int positions() {
                return 4;
            }

            @Override
            public KeyValue extend(int layer, Tensor keys, Tensor values) {
                throw new UnsupportedOperationException();
            }
        };
        Batch.Tokens tokens = new Batch.Tokens(1, 2, new int[] {3, 4}, new int[] {3, 4});
        BatchUpload upload = upload(Family.LLAMA);
        DeviceBatch last = upload.readOn(tokens, past, true);
        assertThat(last.past()).isSameAs(past);
        assertThat(aten.tensors().longs(last.scored().rows())).containsExactly(1);
        assertThat(upload.readOn(tokens, past, false).scored().count()).isZero();
    }
}
