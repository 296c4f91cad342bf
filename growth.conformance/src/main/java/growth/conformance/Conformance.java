package growth.conformance;

import growth.api.engine.Engine;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthOperator;
import growth.api.options.OptionSpec;
import growth.api.options.Options;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The suite of requirements on every growth operator (growth-methods 10.3), on small models of every family, with tied and untied heads,
 * with all, some and one key/value heads, in depth, in each width and in both, by whole factors and by others.
 *
 * <p>An operator may refuse a growth in {@link GrowthOperator#plan}, in one line, as a matter of configuration. It must do some growth of
 * every family on its card.
 */
public final class Conformance implements AutoCloseable {
    private static final List<Check> CHECKS = List.of(new ShapeCheck(), new PreservationCheck(), new CarriedCheck(), new GradientCheck(),
            new AliveCheck(), new CopiesCheck(), new ForecastCheck(), new DeterminismCheck(), new TensorsCheck(), new RampCheck(),
            new AgainCheck(), new ResumeCheck());
    private final Subject subject;
    private final Lab lab;
    private final Map<Family, List<Trial>> trials = new LinkedHashMap<>();

    private Conformance(Subject subject) {
        this.subject = subject;
        lab = new Lab(subject);
        for (Family family : Family.values()) {
            trials.put(family, Case.of(family).stream().map(c -> new Trial(lab, c)).toList());
        }
    }

    /** Returns the names of the options without which the operator cannot be examined, because they have no default. */
    public static List<String> requiredOptions(GrowthOperator operator) {
        return operator.card().card().options().stream().filter(OptionSpec::required).map(OptionSpec::name).toList();
    }

    /** Returns the suite for an operator with the defaults of its options. */
    public static Conformance of(GrowthOperator operator, Engine engine) {
        return of(operator, operator.card().card().defaults(), engine);
    }

    /** Returns the suite for an operator with those options. */
    public static Conformance of(GrowthOperator operator, Options options, Engine engine) {
        return new Conformance(new Subject(operator, options, engine));
    }

    /**
     * One test.
     *
     * @param family the family of the tested models
     * @param title  what is checked, in words
     * @param body   throws {@link Fault} that says what is wrong
     */
    public record Item(Family family, String title, Runnable body) {
    }

    /** Runs every test of every family, and returns the faults that were found, in words. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Family family : Family.values()) {
            for (Item item : items(family)) {
                try {
                    item.body().run();
                } catch (Fault e) {
                    faults.add(e.getMessage());
                }
            }
        }
        return faults;
    }

    /** Returns the tests of one family; they share the growths, so that they are run one after the other. */
    public List<Item> items(Family family) {
        List<Trial> all = trials.get(family);
        List<Item> items = new ArrayList<>();
        items.add(new Item(family, "does something for the families on its card and refuses the rest in words",
                () -> RefusalCheck.verifyFamily(subject, family, all)));
        if (!subject.operator().card().families().contains(family)) {
            return items;
        }
        items.add(new Item(family, "refuses the impossible", () -> RefusalCheck.verify(subject, family)));
        for (Check check : CHECKS) {
            items.add(new Item(family, check.title(), () -> examined(all, check).forEach(check::verify)));
        }
        items.add(new Item(family, "grows in any order", () -> verifyOrder(this, this, family, Integer.MAX_VALUE)));
        return items;
    }

    /** Returns the growths that the check examines, spread over all; the first one shows whether the operator learns. */
    private List<Trial> examined(List<Trial> all, Check check) {
        List<Trial> accepted = all.stream().filter(Trial::accepted).toList();
        if (accepted.isEmpty()) {
            return accepted;
        }
        accepted.get(0).result();
        int most = Math.min(accepted.size(), check.most(lab.learns()));
        return IntStream.range(0, most).mapToObj(i -> accepted.get(i * accepted.size() / most)).toList();
    }

    /**
     * Checks that the growths of two operators commute, one in depth and the other in width, where both keep the function.
     *
     * @param most number of growths of each operator that are combined per small model
     * @throws Fault that names the growths that do not commute
     */
    public static void verifyOrder(Conformance deep, Conformance wide, Family family, int most) {
        for (ModelShape shape : Case.shapes(family)) {
            List<Trial> second = wide.exact(family, shape, Change.Kind.WIDTH, most);
            deep.exact(family, shape, Change.Kind.DEPTH, most).forEach(d -> second.forEach(w -> OrderCheck.verify(d, w)));
        }
    }

    private List<Trial> exact(Family family, ModelShape from, Change.Kind kind, int most) {
        return trials.get(family).stream().filter(t -> t.growth().from().equals(from)).filter(t -> OrderCheck.exact(t, kind)).limit(most)
                .toList();
    }

    /** Returns the number of the family's growths that the operator does. */
    public long accepted(Family family) {
        return trials.get(family).stream().filter(Trial::accepted).count();
    }

    /** Returns the remarks of the tests so far, which are not faults: dead parameters and locked copies that are reported. */
    public List<String> notes() {
        return List.copyOf(lab.notes());
    }

    /** Releases the memory of the engine; the suite can go on and then takes new memory. */
    @Override
    public void close() {
        lab.close();
    }
}
