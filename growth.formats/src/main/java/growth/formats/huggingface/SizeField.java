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
 * @param absent  the number that transformers takes if the field is absent; empty if it follows from other sizes or the file must give it
 * @param implied what transformers takes in a model of that shape if the field is absent, or null
 */
record SizeField(String name, List<String> aliases, ToIntFunction<ModelShape> of, Optional<Integer> absent,
        Optional<ToIntFunction<ModelShape>> implied) {
    SizeField {
        aliases = List.copyOf(aliases);
    }

    /** Returns a size whose absence means a number. */
    static SizeField of(String name, ToIntFunction<ModelShape> of, int absent, String... aliases) {
        return new SizeField(name, List.of(aliases), of, Optional.of(absent), Optional.empty());
    }

    /** Returns a size that the file must give. */
    static SizeField required(String name, ToIntFunction<ModelShape> of) {
        return new SizeField(name, List.of(), of, Optional.empty(), Optional.empty());
    }

    /** Returns a size whose absence, or null, means one that follows from other sizes. */
    static SizeField implied(String name, ToIntFunction<ModelShape> of, ToIntFunction<ModelShape> implied) {
        return new SizeField(name, List.of(), of, Optional.empty(), Optional.of(implied));
    }

    /** Returns the size under any of its names, or the number that its absence means; refuses names that contradict each other. */
    int read(JsonFields fields) {
        // asking for the field itself names it in the error
        return find(fields).or(() -> absent).orElseGet(() -> fields.integer(name));
    }

    /** Returns the size as {@link #read} does, if the file gives it. */
    Optional<Integer> find(JsonFields fields) {
        List<String> present = Stream.concat(Stream.of(name), aliases.stream()).filter(fields::stands).toList();
        if (present.isEmpty() || implied.isPresent() && !fields.has(present.get(0))) {
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
        int assumed = implied.map(rule -> rule.applyAsInt(to)).or(() -> absent).orElse(0);
        if (present.isEmpty() && size != assumed) {
            fields.put(name, size);
        }
        if (size != of.applyAsInt(from)) {
            present.forEach(field -> fields.put(field, size));
        }
    }
}
