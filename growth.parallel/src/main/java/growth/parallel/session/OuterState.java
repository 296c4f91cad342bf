package growth.parallel.session;

import growth.api.model.ModelState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the outer optimizer keeps, the same on all ranks.
 *
 * @param anchor   parameter → its values at the last synchronisation, where all ranks began
 * @param momentum parameter → outer momentum, of its shape
 */
record OuterState(Map<String, INDArray> anchor, Map<String, INDArray> momentum) implements AutoCloseable {

    /**
     * Returns the state of ranks that begin at a model.
     *
     * @param model    its parameters are copied
     * @param momentum becomes part of the state; a parameter that it lacks has none
     */
    static OuterState at(ModelState model, Map<String, INDArray> momentum) {
        Map<String, INDArray> anchor = new LinkedHashMap<>();
        Map<String, INDArray> complete = new LinkedHashMap<>();
        model.parameters().forEach((name, value) -> {
            anchor.put(name, value.dup('c'));
            complete.put(name, momentum.containsKey(name) ? momentum.get(name) : value.like().assign(0));
        });
        return new OuterState(anchor, complete);
    }

    /**
     * Makes an outer step of some parameters.
     *
     * @param means parameter → mean of the ranks' parameters, subtracted from the anchor; used up, and receives the new anchor
     */
    void step(OuterOptimizer optimizer, Map<String, INDArray> means) {
        means.forEach((name, difference) -> {
            optimizer.step(anchor.get(name), momentum.get(name), difference);
            difference.assign(anchor.get(name));
        });
    }

    @Override
    public void close() {
        Stream.concat(anchor.values().stream(), momentum.values().stream()).filter(INDArray::closeable).forEach(INDArray::close);
    }
}
