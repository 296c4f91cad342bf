package growth.conformance;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.reference.SmallShapes;
import java.util.ArrayList;
import java.util.List;

/**
 * One growth that the suite requests from operators.
 *
 * @param from   the small model
 * @param to     the grown one
 * @param change the difference between them
 */
record Case(ModelShape from, ModelShape to, Change change) {

    /** Returns every growth of the family's small models: llama's with tied and untied head, and with all, some or one key/value heads. */
    static List<Case> of(Family family) {
        List<Case> cases = new ArrayList<>();
        for (ModelShape from : shapes(family)) {
            for (Change change : Change.of(family)) {
                change.to(from).ifPresent(to -> cases.add(new Case(from, to, change)));
            }
        }
        return cases;
    }

    static List<ModelShape> shapes(Family family) {
        ModelShape small = SmallShapes.of(family);
        if (family != Family.LLAMA) {
            return List.of(small);
        }
        List<ModelShape> shapes = new ArrayList<>();
        for (boolean tied : new boolean[] {false, true}) {
            for (int kvHeads : new int[] {4, 2, 1}) {
                shapes.add(small.toBuilder().kvHeads(kvHeads).tied(tied).build());
            }
        }
        return shapes;
    }

    /** Returns the same growth of models with another epsilon in their norms. */
    Case withEpsilon(double epsilon) {
        return new Case(from.toBuilder().normEpsilon(epsilon).build(), to.toBuilder().normEpsilon(epsilon).build(), change);
    }

    @Override
    public String toString() {
        return change.name() + " of " + from;
    }
}
