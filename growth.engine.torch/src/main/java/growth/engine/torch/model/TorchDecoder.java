package growth.engine.torch.model;

import growth.api.data.Batch;
import growth.api.engine.Decoder;
import growth.api.model.ModelShape;
import growth.engine.common.check.DecoderCheck;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.batch.BatchUpload;
import growth.engine.torch.batch.DeviceBatch;
import java.util.Arrays;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Texts that are read token by token. Every text is computed alone, whatever the others do: so the logits of a row have the same bits
 * however many rows there are, and rows may be of any length. Keys and values stay on the device. On a processor the caller's number of
 * threads computes; with one of them the bits do not depend on the session's workers either.
 */
public final class TorchDecoder implements Decoder {
    /** Positions computed at once, so that attention's scores of a long text need little memory. */
    private static final int MOST = 256;

    private final Decoded model;
    private final DecoderCheck check;
    private final BatchUpload upload;
    private final TextCache[] texts;
    private final INDArray logits;
    private final Tensor logitRows;
    private boolean closed;

    /**
     * A model that is decoded.
     *
     * @param aten        the operators
     * @param shape       its shape
     * @param transformer computes it
     * @param passes      begins an evaluation of a batch under the model's gates, in full view
     * @param precision   what matrices are multiplied in
     * @param usable      fails if the model must not be used any more
     */
    public record Decoded(Aten aten, ModelShape shape, Transformer transformer, Function<DeviceBatch, Pass> passes, Dtype precision,
            Runnable usable) {
    }

    /**
     * Creates a decoder that has read nothing. What it keeps lives until it is closed.
     *
     * @param rows      number of texts
     * @param positions tokens of each that are kept
     * @throws growth.api.GrowthException (CONFIGURATION) if the model cannot be decoded like that
     */
    public TorchDecoder(Decoded model, int rows, int positions) {
        check = new DecoderCheck(model.shape(), rows, positions);
        check.check();
        this.model = model;
        upload = new BatchUpload(model.aten(), model.shape());
        texts = new TextCache[rows];
        Arrays.setAll(texts, i -> new TextCache(model.aten(), model.shape(), positions, model.precision()));
        int outputs = Head.outputs(model.shape());
        logits = Nd4j.create(DataType.FLOAT, rows, outputs);
        logitRows = model.aten().hold(model.aten().tensors().blob(logits.data().pointer().address(), Dtype.F32, rows, outputs));
    }

    @Override
    public int rows() {
        return texts.length;
    }

    @Override
    public int positions() {
        return check.positions();
    }

    @Override
    public int length(int row) {
        return texts[row].positions();
    }

    @Override
    public void reset(int row) {
        texts[row].clear();
    }

    @Override
    public INDArray read(int[][] tokens) {
        if (closed) {
            throw new IllegalStateException("the decoder is closed");
        }
        model.usable().run();
        check.check(tokens, Arrays.stream(texts).mapToInt(TextCache::positions).toArray());
        for (int row = 0; row < texts.length; row++) {
            for (int from = 0; from < tokens[row].length; from += MOST) {
                read(row, Arrays.copyOfRange(tokens[row], from, Math.min(from + MOST, tokens[row].length)),
                        from + MOST >= tokens[row].length);
            }
        }
        return logits;
    }

    /** @param last whether the logits behind these tokens are wanted */
    private void read(int row, int[] tokens, boolean last) {
        Aten aten = model.aten();
        try (Arena arena = aten.open()) {
            Batch.Tokens batch = new Batch.Tokens(1, tokens.length, tokens, tokens);
            Pass pass = model.passes().apply(upload.readOn(batch, texts[row], last));
            Tensor behind = model.transformer().logits(pass);
            if (last) {
                aten.inPlace().copy(aten.narrow(logitRows, 0, row, 1), behind);
            }
        }
        texts[row].advance(tokens.length);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            for (TextCache text : texts) {
                text.close();
            }
            logitRows.release();
            logits.close();
        }
    }
}
