package growth.conformance;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.reference.Grown;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One requested growth and the operator's result. Every growth is done once, however many checks examine it. */
final class Trial {
    static final long SEED = 11;
    private final Lab lab;
    private final Case growth;
    private final Map<OptimizerStatePolicy, Optional<GrowthException>> refusals = new EnumMap<>(OptimizerStatePolicy.class);
    private final Map<OptimizerStatePolicy, Grown> results = new EnumMap<>(OptimizerStatePolicy.class);
    private ModelState small;
    private FirstSteps steps;
    private long batches;

    Trial(Lab lab, Case growth) {
        this.lab = lab;
        this.growth = growth;
    }

    Lab lab() {
        return lab;
    }

    Subject subject() {
        return lab.subject();
    }

    Case growth() {
        return growth;
    }

    GrowthRequest request(OptimizerStatePolicy policy, long seed) {
        return new GrowthRequest(growth.from(), growth.to(), subject().options(), policy, seed);
    }

    /** Returns the policy for checks to which the optimizer does not matter: carried moments, if the growth can carry them. */
    OptimizerStatePolicy policy() {
        return accepts(OptimizerStatePolicy.CARRY) ? OptimizerStatePolicy.CARRY : subject().operator().card().optimizerState();
    }

    /** Returns whether the operator does this growth. */
    boolean accepted() {
        return accepts(subject().operator().card().optimizerState());
    }

    /**
     * @return whether the operator does this growth with that policy
     * @throws Fault if it refuses in any way but one line about the configuration
     */
    boolean accepts(OptimizerStatePolicy policy) {
        return refusals.computeIfAbsent(policy, p -> refusal(subject(), request(p, SEED), growth.toString())).isEmpty();
    }

    /** Returns the refusal, if the operator refuses. */
    static Optional<GrowthException> refusal(Subject subject, GrowthRequest request, String what) {
        try {
            subject.operator().plan(request);
            return Optional.empty();
        } catch (GrowthException e) {
            Fault.unless(e.kind() == Kind.CONFIGURATION, () -> what + ": the refusal is of kind " + e.kind() + ", not CONFIGURATION: "
                    + e.getMessage());
            Fault.unless(!e.getMessage().isBlank() && e.getMessage().lines().count() == 1, () -> what + ": the refusal is not one line: "
                    + e.getMessage());
            return Optional.of(e);
        } catch (RuntimeException e) {
            throw new Fault(what + ": plan fails with " + e + " instead of a refusal in words");
        }
    }

    /** Returns the small model: random, with moments that tell where they came from, and an average that equals the parameters. */
    ModelState small() {
        if (small == null) {
            small = Moments.tagged(SmallModels.of(growth.from()));
        }
        return small;
    }

    Grown result() {
        return result(policy());
    }

    Grown result(OptimizerStatePolicy policy) {
        return results.computeIfAbsent(policy, p -> grow(small(), p, SEED));
    }

    /** Returns the number of batches whose gradients the last growth requested. */
    long batches() {
        return batches;
    }

    /** Returns what the operator makes of that state, anew. */
    Grown grow(ModelState state, OptimizerStatePolicy policy, long seed) {
        GrowthRequest request = new GrowthRequest(state.shape(), target(state.shape()), subject().options(), policy, seed);
        try (EngineContext context = new EngineContext(subject().engine())) {
            Grown grown = Grown.of(subject().operator(), state, request, context);
            batches = context.asked();
            lab.learned(batches > 0);
            return grown;
        } catch (GrowthException e) {
            throw new Fault(this + ": refuses with optimizer-state " + policy.id() + " to perform what it planned: " + e.getMessage());
        } catch (RuntimeException e) {
            throw new Fault(this + ": the growth fails: " + e);
        }
    }

    /** The requested sizes, with the epsilon that an earlier growth left. */
    private ModelShape target(ModelShape from) {
        return growth.to().toBuilder().normEpsilon(from.normEpsilon()).build();
    }

    /** Returns what the operator declares before anything is grown. */
    GrowthPlan plan() {
        return subject().operator().plan(request(policy(), SEED));
    }

    Preservation claim() {
        return plan().preservation();
    }

    /** Returns the grown model's gates at the moment of growth. */
    Gates gates() {
        return result().state().gates();
    }

    /** Returns the engine's results for the grown model in its first steps. */
    FirstSteps steps() {
        if (steps == null) {
            steps = FirstSteps.of(lab.session(result().state()), result().state());
        }
        return steps;
    }

    /** Keeps a remark that is not a fault. */
    void note(String words) {
        lab.notes().add(this + ": " + words);
    }

    @Override
    public String toString() {
        return subject().name() + ", " + growth;
    }

    static Map<String, double[]> values(Map<String, INDArray> arrays) {
        Map<String, double[]> values = new LinkedHashMap<>();
        arrays.forEach((name, value) -> values.put(name, Arrays64.of(value)));
        return values;
    }
}
