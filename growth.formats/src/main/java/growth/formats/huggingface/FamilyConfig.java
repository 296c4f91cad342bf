package growth.formats.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.ModelShape;
import growth.formats.json.JsonFields;
import java.util.List;
import java.util.Set;

/** Reads and writes one family's shape in a {@code config.json}. */
abstract class FamilyConfig {
    private final String architecture;
    private final String epsilon;
    private final Set<String> activations;
    private final List<SizeField> sizes;

    /**
     * Declares what a family's configurations have in common.
     *
     * @param architecture the class of transformers that reads the folder
     * @param epsilon      the field of the epsilon in the norms
     * @param activations  names of the activation that this framework computes, all for the same function
     * @param sizes        the sizes that a growth may change
     */
    FamilyConfig(String architecture, String epsilon, Set<String> activations, SizeField... sizes) {
        this.architecture = architecture;
        this.epsilon = epsilon;
        this.activations = activations;
        this.sizes = List.of(sizes);
    }

    /** Returns the shape that the fields describe; refuses whatever this framework's model does not compute. */
    abstract ModelShape read(JsonFields fields);

    /** Puts the fields that transformers writes for a model of that shape. */
    abstract void write(ModelShape shape, ObjectNode fields);

    /** Lets the fields of a smaller model describe a grown one; what the growth does not change stays. */
    void grow(ObjectNode fields, ModelShape from, ModelShape to) {
        sizes.forEach(size -> size.grow(fields, from, to));
        if (from.normEpsilon() != to.normEpsilon()) {
            fields.put(epsilon, to.normEpsilon());
        }
    }

    final String architecture() {
        return architecture;
    }

    final Set<String> activations() {
        return activations;
    }

    /** Reads the epsilon in the norms. */
    final double epsilon(JsonFields fields, double absent) {
        return Unsupported.number(fields, epsilon, absent);
    }
}
