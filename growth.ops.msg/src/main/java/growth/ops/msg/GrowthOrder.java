package growth.ops.msg;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.api.options.Options;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The shapes of models that grow in one dimension after the other (Yao et al. 2024, section 3.1; scripts of the released code). Layers that
 * stand n times in the order grow by equal factors, l·(L/l)^(k/n), rounded: 3, 6, 12 in the paper. In families whose heads make the hidden
 * size (all but llama), hidden and heads are one growth.
 */
final class GrowthOrder {
    private static final String ORDER = "order";
    /** The paper's order. */
    static final List<String> PAPER = List.of("intermediate", "layers", "hidden", "heads", "layers");

    private GrowthOrder() {
    }

    /**
     * @param order   names of sizes, in the order in which they grow
     * @param options the schedule's options, for the places of refusals
     * @return the shapes after each growth; names of sizes that do not grow make none
     * @throws GrowthException (CONFIGURATION) with the option's place, if the order has unknown or repeated names or misses the target,
     *                         or the head size would change
     */
    static List<ModelShape> shapes(ModelShape start, ModelShape target, List<String> order, Options options) {
        check(order, options);
        if (start.headSize() != target.headSize()) {
            throw options.refuse("from", "head-size would change from " + start.headSize() + " to " + target.headSize() + " while heads are"
                    + " added whole; give heads so that head-size is " + target.headSize()
                    + (start.hidden() % target.headSize() == 0 ? ", e.g. heads " + start.hidden() / target.headSize() : ""));
        }
        int steps = Collections.frequency(order, "layers");
        List<ModelShape> shapes = new ArrayList<>();
        ModelShape present = start;
        int step = 0;
        for (String name : order) {
            step += name.equals("layers") ? 1 : 0;
            ModelShape next = grown(present, target, name, layers(start.layers(), target.layers(), step, steps));
            if (!next.equals(present)) {
                shapes.add(next);
                present = next;
            }
        }
        if (!present.equals(target)) {
            throw options.refuse(ORDER, "growing " + String.join(", ", order) + " ends with " + present + ", not the target " + target
                    + "; name every size that grows");
        }
        return shapes;
    }

    private static void check(List<String> order, Options options) {
        for (String name : order) {
            if (!PAPER.contains(name)) {
                throw options.refuse(ORDER, "'" + name + "' is not a size that grows; there are intermediate, layers, hidden, heads");
            }
            if (!name.equals("layers") && Collections.frequency(order, name) > 1) {
                throw options.refuse(ORDER, name + " stands more than once; only layers may, for other steps give stages");
            }
        }
    }

    private static int layers(int from, int to, int step, int steps) {
        return steps == 0 ? from : (int) Math.round(from * Math.pow(to / (double) from, step / (double) steps));
    }

    private static ModelShape grown(ModelShape present, ModelShape target, String name, int layers) {
        ModelShapeBuilder next = present.toBuilder();
        boolean apart = present.family() == Family.LLAMA;
        switch (name) {
            case "layers" -> next.layers(layers);
            case "intermediate" -> next.intermediate(target.intermediate());
            default -> {
                if (name.equals("hidden") || !apart) {
                    next.hidden(target.hidden());
                }
                if (name.equals("heads") || !apart) {
                    next.heads(target.heads()).kvHeads(target.kvHeads());
                }
            }
        }
        return next.build();
    }
}
