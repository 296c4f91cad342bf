package growth.runtime.suite;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model that is a rule.
 *
 * @param vocabulary its ids
 * @param next       what it writes after a text: that id has logit 10, all others have 0; none for -1
 */
record Scripted(int vocabulary, ToIntFunction<int[]> next) {
    EngineSession session() {
        return (EngineSession) Proxy.newProxyInstance(EngineSession.class.getClassLoader(), new Class<?>[] {EngineSession.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("logits");
                    return logits((Batch.Tokens) arguments[0]);
                });
    }

    ModelShape shape() {
        return ModelShape.builder(Family.LLAMA).layers(1).hidden(2).heads(1).intermediate(2).vocabulary(vocabulary).context(4096).build();
    }

    private INDArray logits(Batch.Tokens batch) {
        float[] logits = new float[batch.inputs().length * vocabulary];
        for (int row = 0; row < batch.rows(); row++) {
            for (int i = 0; i < batch.sequence(); i++) {
                int at = row * batch.sequence();
                int id = next.applyAsInt(Arrays.copyOfRange(batch.inputs(), at, at + i + 1));
                if (id >= 0) {
                    logits[(at + i) * vocabulary + id] = 10;
                }
            }
        }
        return Nd4j.createFromArray(logits).reshape(batch.rows(), batch.sequence(), vocabulary);
    }
}
