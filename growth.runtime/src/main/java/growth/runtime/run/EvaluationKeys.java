package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.options.Options;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import java.util.Map;
import java.util.Optional;

/** How run files say how much an evaluation takes: {@code tokens}, or {@code images} for vision models; never batches. */
final class EvaluationKeys {
    private static final String SECTION = "evaluate";
    private static final String BATCHES = "batches";
    private static final String TOP = "top";
    /** Default number of tokens of an evaluation. */
    static final String TOKENS = "20480";
    /** Default number of images of an evaluation. */
    static final String IMAGES = "1000";
    /** Default amounts by unit. */
    private static final Map<DataUnit, String> USUAL = Map.of(DataUnit.TOKENS, TOKENS, DataUnit.IMAGES, IMAGES);

    private EvaluationKeys() {
    }

    /**
     * Fills in the default amounts.
     *
     * @throws GrowthException (CONFIGURATION) if batches are counted, with what to write instead
     */
    static Mapping withDefault(Mapping file) {
        YamlValue section = file.entries().containsKey(SECTION) ? file.entries().get(SECTION).value() : new Mapping(file.place(), Map.of());
        if (!(section instanceof Mapping evaluate)) {
            return file;
        }
        DataUnit unit = text(file, "model", "family").flatMap(Family::of).map(DataUnit::of).orElse(DataUnit.TOKENS);
        Entry batches = evaluate.entries().get(BATCHES);
        if (batches != null) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, batches.place() + ": evaluate: '" + BATCHES
                    + "' is no longer counted, because the validation data would depend on the batch; write " + unit.words() + ": "
                    + instead(file, unit));
        }
        boolean given = USUAL.keySet().stream().anyMatch(any -> evaluate.entries().containsKey(any.words()));
        return given ? file : file.with(SECTION, new Entry(evaluate.place(), evaluate.with(unit.words(),
                new Entry(evaluate.place(), new Scalar(evaluate.place(), Scalar.Kind.INTEGER, USUAL.get(unit))))));
    }

    /** Returns the amount that those batches came to. */
    private static String instead(Mapping file, DataUnit unit) {
        try {
            long rows = Long.parseLong(text(file, "training", "batch").orElse("16"))
                    / Long.parseLong(text(file, "training", "accumulation").orElse("1"));
            long batches = Long.parseLong(text(file, SECTION, BATCHES).orElse(""));
            long each = unit == DataUnit.IMAGES ? 1 : Long.parseLong(text(file, "model", "context").orElse(""));
            return Math.multiplyExact(Math.multiplyExact(rows, batches), each) + " for as many as before";
        } catch (NumberFormatException | ArithmeticException e) {
            // Something there is no number, which is said when the batches are gone.
            return USUAL.get(unit) + ", or another number, or all";
        }
    }

    private static Optional<String> text(Mapping file, String section, String key) {
        Entry group = file.entries().get(section);
        Entry value = group != null && group.value() instanceof Mapping mapping ? mapping.entries().get(key) : null;
        return value != null && value.value() instanceof Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
    }

    /** @throws GrowthException (CONFIGURATION) with the place if what is counted is not what the model reads or answers */
    static void check(Options evaluate, Family family) {
        if (family != Family.VIT && evaluate.get(TOP).isPresent()) {
            throw evaluate.refuse(TOP, family.id() + " answers with tokens, and top-N accuracy is of labels of images; leave it out");
        }
        DataUnit unit = DataUnit.of(family);
        for (DataUnit other : DataUnit.values()) {
            if (other != unit && evaluate.get(other.words()).isPresent()) {
                throw evaluate.refuse(other.words(), family.id() + " is evaluated on " + unit.words() + "; write " + unit.words() + ": "
                        + USUAL.get(unit) + ", or another number, or all");
            }
        }
    }
}
