package growth.formats.samediff;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Batches as the placeholders of graphs. */
final class Inputs {
    private Inputs() {
    }

    static Map<String, INDArray> of(ModelShape shape, Batch batch) {
        Map<String, INDArray> inputs = new LinkedHashMap<>();
        if (batch instanceof Batch.Images images) {
            inputs.put(SameDiffModel.PIXEL_VALUES, Nd4j.createFromArray(images.pixels()).reshape(images.rows(), images.channels(),
                    images.size(), images.size()));
            return inputs;
        }
        Batch.Tokens tokens = (Batch.Tokens) batch;
        inputs.put(SameDiffModel.INPUT_IDS, matrix(tokens, tokens.inputs()));
        if (shape.family() == Family.BERT) {
            int[] mask = new int[tokens.inputs().length];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = tokens.attentionMask().length == 0 || tokens.attentionMask()[i] ? 1 : 0;
            }
            inputs.put(SameDiffModel.ATTENTION_MASK, matrix(tokens, mask));
            inputs.put(SameDiffModel.TOKEN_TYPE_IDS, matrix(tokens, tokens.tokenTypes().length == 0 ? new int[mask.length]
                    : tokens.tokenTypes()));
        }
        return inputs;
    }

    private static INDArray matrix(Batch.Tokens tokens, int[] values) {
        return Nd4j.createFromArray(values).reshape(tokens.rows(), tokens.sequence());
    }
}
