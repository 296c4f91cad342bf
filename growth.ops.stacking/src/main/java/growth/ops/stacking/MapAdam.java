package growth.ops.stacking;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Adam (Kingma and Ba 2015) with β = (0.9, 0.999) and ε = 1e-8, for the few maps of a learned growth. */
final class MapAdam {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    private final double rate;
    private final Map<String, INDArray> first = new LinkedHashMap<>();
    private final Map<String, INDArray> second = new LinkedHashMap<>();
    private int steps;

    /** @param rate the learning rate */
    MapAdam(double rate) {
        this.rate = rate;
    }

    /** Changes the maps by one step. */
    void step(Map<String, INDArray> maps, Map<String, INDArray> gradients) {
        steps++;
        double firstBias = 1 - Math.pow(BETA1, steps);
        double secondBias = 1 - Math.pow(BETA2, steps);
        maps.forEach((name, map) -> {
            INDArray g = gradients.get(name);
            INDArray m = first.computeIfAbsent(name, n -> map.like().assign(0));
            INDArray v = second.computeIfAbsent(name, n -> map.like().assign(0));
            m.muli(BETA1).addi(g.mul(1 - BETA1));
            v.muli(BETA2).addi(g.mul(g).muli(1 - BETA2));
            INDArray root = Transforms.sqrt(v.div(secondBias), true).addi(EPSILON);
            map.subi(m.mul(rate / firstBias).divi(root));
        });
    }
}
