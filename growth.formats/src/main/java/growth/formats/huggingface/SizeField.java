package growth.formats.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.ModelShape;
import growth.formats.json.JsonFields;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * One size of a model, as the fields of a {@code config.json} hold it.
 *
 * @param name    the field that transformers writes
 * @param aliases other names under which transformers reads the same size (the class's {@code attribute_map})
 * @param of      the size in a model of that shape
 * @param implied what transformers takes if the field is absent
 * @param nullable whether null means the implied size
 */
record SizeField(String name, List<String> aliases, ToIntFunction<ModelShape> of, ToIntFunction<ModelShape> implied, boolean nullable) {
    SizeField {
        aliases = List.copyOf(aliases);
    }

    /** Returns a size whose absence means a number. */
    static SizeField of(String name, ToIntFunction<ModelShape> of, int absent, String... aliases) {
        return new SizeField(name, List.of(aliases), of, shape -> absent, false);
    }

    /** Returns a size that the file must give. */
    static SizeField required(String name, ToIntFunction<ModelShape> of) {
        return of(name, of, 0);
    }

    /** Returns a size whose absence, or null, means one that follows from other sizes. */
    static SizeField implied(String name, ToIntFunction<ModelShape> of, ToIntFunction<ModelShape> implied) {
        return new SizeField(name, List.of(), of, implied, true);
    }

    /** Returns the size, if the file has it under any of its names; two names that contradict each other are refused. */
    Optional<Integer> read(JsonFields fields) {
        List<String> present = Stream.concat(Stream.of(name), aliases.stream()).filter(fields::stands).toList();
        if (present.isEmpty() || nullable && !fields.has(present.get(0))) {
            return Optional.empty();
        }
        int size = positive(fields, present.get(0));
        for (String other : present) {
            if (positive(fields, other) != size) {
                throw fields.refuse(other, fields.integer(other) + " contradicts " + present.get(0) + " " + size
                        + "; they are two names of the same size");
            }
        }
        return Optional.of(size);
    }

    /** Returns the size, which the file must give. */
    int require(JsonFields fields) {
        // asking for the field itself names it in the error
        return read(fields).orElseGet(() -> fields.integer(name));
    }

    private static int positive(JsonFields fields, String field) {
        if (!fields.has(field)) {
            throw fields.refuse(field, "must be a whole number, not null");
        }
        int size = fields.integer(field);
        if (size < 1) {
            throw fields.refuse(field, "must be at least 1, not " + size);
        }
        return size;
    }

    /** Lets the fields of a smaller model say this size of a grown one; a field that says it already stays as it is. */
    void grow(ObjectNode fields, ModelShape from, ModelShape to) {
        int size = of.applyAsInt(to);
        List<String> present = Stream.concat(Stream.of(name), aliases.stream()).filter(fields::hasNonNull).toList();
        if (present.isEmpty() && size != implied.applyAsInt(to)) {
            fields.put(name, size);
        }
        if (size != of.applyAsInt(from)) {
            present.forEach(field -> fields.put(field, size));
        }
    }
}
