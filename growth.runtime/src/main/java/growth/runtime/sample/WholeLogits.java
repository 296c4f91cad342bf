package growth.runtime.sample;

import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.model.View;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Computes every text from its first token for every new one: what a cache saves, and what it is held against.
 *
 * @param session holds the model
 */
record WholeLogits(EngineSession session) implements NextLogits {
    @Override
    public float[][] of(List<GrowingText> texts, boolean[] going) {
        float[][] next = new float[texts.size()][];
        for (int row = 0; row < next.length; row++) {
            next[row] = going[row] ? last(texts.get(row).seen()) : null;
        }
        return next;
    }

    private float[] last(int[] tokens) {
        Batch.Tokens batch = new Batch.Tokens(1, tokens.length, tokens, tokens);
        try (INDArray logits = session.logits(batch, View.full().withSequence(tokens.length))) {
            return logits.get(NDArrayIndex.point(0), NDArrayIndex.point(tokens.length - 1), NDArrayIndex.all()).toFloatVector();
        }
    }

    @Override
    public void close() {
        // the session is not this record's
    }
}
