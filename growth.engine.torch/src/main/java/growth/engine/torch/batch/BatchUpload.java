package growth.engine.torch.batch;

import growth.api.data.Batch;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.engine.common.batch.BatchRows;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import java.util.Arrays;

/**
 * Brings batches of a model to the device. All numbers of a batch travel together, those of its rows too, which are computed here: so
 * there is one upload (and one for pixels), which waits for nothing, and the device is never asked. One batch at a time is valid.
 */
public final class BatchUpload {
    private final Aten aten;
    private final ModelShape shape;
    private final BatchRows rows = new BatchRows();
    private final Packing packing = new Packing();

    /** Creates the upload for a model of that shape. */
    public BatchUpload(Aten aten, ModelShape shape) {
        this.aten = aten;
        this.shape = shape;
    }

    /** Reads a batch, of which the labels that count are scored: all but {@link Batch#IGNORED}, and those of images. */
    public DeviceBatch read(Batch batch, View view) {
        rows.read(batch, view, shape);
        int joined = view.pooling().map(pooling -> BatchRows.pooledRows(rows.embedded().length(0), pooling.size())).orElse(0);
        return upload(batch, true, joined, null);
    }

    /** Reads a batch, of which every position is scored; without labels. Images are scored at their class token. */
    public DeviceBatch readUnscored(Batch batch) {
        rows.readUnscored(batch, shape);
        return upload(batch, false, 0, null);
    }

    /**
     * Reads tokens with which one text goes on; without labels.
     *
     * @param past what stands before them
     * @param last whether the last one is scored; otherwise none is
     */
    public DeviceBatch readOn(Batch.Tokens tokens, Past past, boolean last) {
        rows.readOn(tokens, last);
        return upload(tokens, false, 0, past);
    }

    /** @param joined positions of a pooled sequence before those that are appended; 0 for sequences that are not pooled */
    private DeviceBatch upload(Batch batch, boolean labelled, int joined, Past past) {
        DenseRows dense = DenseRows.of(rows);
        int sequences = dense.sequences();
        int length = dense.length();
        int count = rows.scored().total();
        boolean all = count == sequences * length;
        int[] labels = new int[labelled ? count : 0];
        Arrays.setAll(labels, rows::label);
        packing.begin();
        int scoredAt = packing.add(all ? new int[0] : dense.scored());
        int placesAt = packing.add(all ? new int[0] : dense.places());
        int labelsAt = packing.add(labels);
        int[] appended = joined > 0 ? dense.appended(joined) : new int[0];
        int appendedAt = packing.add(appended);
        boolean[] attended = attended(batch, dense);
        int attendedAt = packing.add(attended);
        int tokensAt = batch instanceof Batch.Tokens tokens ? packing.add(tokens.inputs()) : 0;
        int typesAt = batch instanceof Batch.Tokens tokens ? packing.add(tokens.tokenTypes()) : 0;
        Tensor packed = packing.upload(aten);
        DeviceBatch.Scored scored = new DeviceBatch.Scored(count, all ? null : part(packed, scoredAt, count),
                all ? null : part(packed, placesAt, sequences * length), labelled ? part(packed, labelsAt, count) : null);
        Tensor mask = attended.length == 0 ? null
                : aten.to(aten.view(part(packed, attendedAt, attended.length), sequences, 1, 1, length), Dtype.BOOL);
        return new DeviceBatch(dense, input(batch, packed, tokensAt, typesAt), scored, mask,
                appended.length == 0 ? null : part(packed, appendedAt, appended.length), past);
    }

    private static boolean[] attended(Batch batch, DenseRows dense) {
        if (batch instanceof Batch.Tokens tokens && tokens.padded()) {
            return tokens.attentionMask();
        }
        return dense.filled() ? dense.own() : new boolean[0];
    }

    private DeviceBatch.Input input(Batch batch, Tensor packed, int tokensAt, int typesAt) {
        if (batch instanceof Batch.Images images) {
            Tensor pixels = aten.tensors().empty(Dtype.F32, images.rows(), images.channels(), images.size(), images.size());
            aten.tensors().upload(images.pixels(), images.pixels().length, pixels);
            return new DeviceBatch.Input(null, null, pixels);
        }
        Batch.Tokens tokens = (Batch.Tokens) batch;
        int n = tokens.inputs().length;
        return new DeviceBatch.Input(aten.view(part(packed, tokensAt, n), tokens.rows(), tokens.sequence()),
                tokens.tokenTypes().length == 0 ? null : aten.view(part(packed, typesAt, n), tokens.rows(), tokens.sequence()), null);
    }

    private Tensor part(Tensor packed, int at, int count) {
        return aten.narrow(packed, 0, at, count);
    }

    /** Numbers side by side in one array, which grows when it must. */
    private static final class Packing {
        private long[] values = {};
        private int count;

        void begin() {
            count = 0;
        }

        /** Adds numbers; returns the place of the first. */
        int add(int[] numbers) {
            int at = reserve(numbers.length);
            for (int i = 0; i < numbers.length; i++) {
                values[at + i] = numbers[i];
            }
            return at;
        }

        /** Adds truth values as 0 and 1; returns the place of the first. */
        int add(boolean[] truths) {
            int at = reserve(truths.length);
            for (int i = 0; i < truths.length; i++) {
                values[at + i] = truths[i] ? 1 : 0;
            }
            return at;
        }

        private int reserve(int n) {
            int at = count;
            count += n;
            if (values.length < count) {
                values = Arrays.copyOf(values, Math.max(count, 2 * values.length));
            }
            return at;
        }

        Tensor upload(Aten aten) {
            Tensor packed = aten.tensors().empty(Dtype.I64, count);
            aten.tensors().upload(values, count, packed);
            return packed;
        }
    }
}
