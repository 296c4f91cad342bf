package growth.formats.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.ModelShape;
import growth.formats.json.JsonFields;

/** How one family's shape stands in a {@code config.json}. */
interface FamilyConfig {
    /** @return the shape the fields say; whatever this framework's model does not compute is refused */
    ModelShape read(JsonFields fields);

    /** Puts the fields that transformers writes for a model of that shape. */
    void write(ModelShape shape, ObjectNode fields);

    /** @return the class of transformers that reads the folder */
    String architecture();
}
