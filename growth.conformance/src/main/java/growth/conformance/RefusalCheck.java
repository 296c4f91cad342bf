package growth.conformance;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthRequest;
import growth.reference.SmallShapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Checks that an operator refuses before any work what no operator can do: fewer layers or smaller sizes, another family, vocabulary or
 * head.
 */
final class RefusalCheck {
    private RefusalCheck() {
    }

    /** @throws Fault that names the impossible growth that the operator accepts, or refuses in the wrong way */
    static void verify(Subject subject, Family family) {
        ModelShape from = SmallShapes.of(family).toBuilder().layers(4).build();
        impossible(from).forEach((what, to) -> {
            GrowthRequest request = new GrowthRequest(from, to, subject.options(), subject.operator().card().optimizerState(), Trial.SEED);
            Fault.unless(Trial.refusal(subject, request, subject.name() + ", " + what).isPresent(), () ->
                    subject.name() + " accepts " + what
                    + ": from " + from + " to " + to);
        });
    }

    /** @throws Fault unless the operator does something for every family on its card, and nothing for the others */
    static void verifyFamily(Subject subject, Family family, List<Trial> trials) {
        boolean claimed = subject.operator().card().families().contains(family);
        long accepted = trials.stream().filter(Trial::accepted).count();
        Fault.unless(!claimed || accepted > 0, () -> subject.name() + " claims to grow " + family.id()
                + ", but refuses every growth of it, e.g. " + refusal(subject, trials.get(0)));
        Fault.unless(claimed || accepted == 0, () -> subject.name() + " accepts " + accepted + " growths of " + family.id()
                + ", which is not among the families on its card");
    }

    private static String refusal(Subject subject, Trial trial) {
        return Trial.refusal(subject, trial.request(subject.operator().card().optimizerState(), Trial.SEED), trial.toString())
                .map(GrowthException::getMessage).orElse("");
    }

    private static Map<String, ModelShape> impossible(ModelShape from) {
        Map<String, ModelShape> all = new LinkedHashMap<>();
        put(all, "fewer layers", () -> from.toBuilder().layers(from.layers() - 1).build());
        put(all, "a smaller intermediate size", () -> from.toBuilder().layers(8).intermediate(from.intermediate() - 1).build());
        put(all, "a smaller hidden size", () -> from.toBuilder().layers(8).hidden(from.hidden() / 2).headSize(0)
                .kvHeads(from.kvHeads()).build());
        put(all, "another vocabulary", () -> from.toBuilder().layers(8).vocabulary(from.vocabulary() + 5).build());
        put(all, "another family", () -> SmallShapes.of(from.family() == Family.GPT2 ? Family.BERT : Family.GPT2).toBuilder().layers(8)
                .build());
        if (from.family() == Family.LLAMA) {
            put(all, "another kind of head", () -> from.toBuilder().layers(8).tied(!from.tied()).build());
        }
        return all;
    }

    /** Impossible shapes, such as a vocabulary for images, cannot even be asked for. */
    private static void put(Map<String, ModelShape> all, String what, Supplier<ModelShape> shape) {
        try {
            all.put(what, shape.get());
        } catch (GrowthException e) {
            all.remove(what);
        }
    }
}
