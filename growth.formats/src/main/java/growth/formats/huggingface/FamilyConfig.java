package growth.formats.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.ModelShape;
import growth.formats.json.JsonFields;
import java.util.List;
import java.util.Set;

/** Reads and writes one family's shape in a {@code config.json}. */
interface FamilyConfig {
    /** Returns the shape that the fields describe; refuses whatever this framework's model does not compute. */
    ModelShape read(JsonFields fields);

    /** Puts the fields that transformers writes for a model of that shape. */
    void write(ModelShape shape, ObjectNode fields);

    /** Returns the class of transformers that reads the folder. */
    String architecture();

    /** Returns the sizes that a growth may change. */
    List<SizeField> sizes();

    /** Returns the field of the epsilon in the norms. */
    String epsilon();

    /** Returns names of the activation that this framework computes, all for the same function. */
    Set<String> activations();

    /** Lets the fields of a smaller model describe a grown one; what the growth does not change stays. */
    default void grow(ObjectNode fields, ModelShape from, ModelShape to) {
        sizes().forEach(size -> size.grow(fields, from, to));
        if (from.normEpsilon() != to.normEpsilon()) {
            fields.put(epsilon(), to.normEpsilon());
        }
    }
}
