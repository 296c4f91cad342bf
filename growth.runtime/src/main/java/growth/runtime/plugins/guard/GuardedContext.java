package growth.runtime.plugins.guard;

import growth.api.model.ModelState;
import growth.api.operator.GrowthContext;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The context of a growth, valid until the growth is over. Gradients are copied out of the engine's memory, always into the same arrays,
 * which last as long as the plug-in can reach them.
 */
final class GuardedContext implements GrowthContext, AutoCloseable {
    private final GrowthContext context;
    private final PluginCalls calls;
    private final Map<String, INDArray> lent = new HashMap<>();
    private boolean over;

    GuardedContext(GrowthContext context, PluginCalls calls) {
        this.context = context;
        this.calls = calls;
    }

    @Override
    public synchronized Gradients gradients(ModelState parameters) {
        requireGrowing("gradients");
        if (parameters.parameters().values().stream().anyMatch(INDArray::wasClosed)) {
            throw new IllegalArgumentException("gradients asked for at parameters that are closed already");
        }
        calls.showsLife();
        Gradients gradients = context.gradients(parameters);
        calls.showsLife();
        return new Gradients(gradients.loss(), copy(gradients.values()));
    }

    private Map<String, INDArray> copy(Map<String, INDArray> values) {
        Map<String, INDArray> copies = new HashMap<>();
        values.forEach((name, value) -> {
            INDArray array = lent.get(name);
            if (array == null || !array.equalShapes(value)) {
                array = LentArrays.of(value.dup());
                lent.put(name, array);
            } else {
                array.assign(value);
            }
            copies.put(name, array);
        });
        return copies;
    }

    @Override
    public synchronized void log(String line) {
        requireGrowing("log");
        calls.showsLife();
        context.log(PlainText.of(line));
    }

    private void requireGrowing(String what) {
        if (over) {
            throw new IllegalStateException(calls.plugin().words() + " asks for " + what + " when its growth is over");
        }
    }

    /** Waits for a request that is just being answered; later ones are refused. */
    @Override
    public synchronized void close() {
        over = true;
    }
}
