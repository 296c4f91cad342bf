package growth.conformance;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.TensorStep;
import growth.api.model.Axis;
import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.operator.GateRamp.Curve;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The suite finds what is wrong with operators that are wrong in one place, and names it. */
class BrokenOperatorsTest {
    private static final String NORM = "model.norm.weight";

    @Test
    void whatIsSaidBeforehandIsWhatHappens() {
        assertFault(new WidthOperator(WidthOperator::copies),
                "but its plan of what would part copies that stay equal is Optional.empty");
        assertFault(new WidthOperator(WidthOperator::pads, GrowthRequest::widens),
                "but its plan of what would part copies that stay equal is Optional[uneven shares]");
    }

    @TestFactory
    Stream<DynamicTest> functionsThatChange() {
        return Stream.of(
                fault("copiesThatDoNotShare", new WidthOperator(request -> {
                    int from = request.from().intermediate();
                    int to = request.to().intermediate();
                    double[] ones = new double[to];
                    Arrays.fill(ones, 1);
                    return from == to ? WidthOperator.copies(request) : GrowthMap.between(request.from(), request.to()).copyWidth()
                            .axis(Axis.INTERMEDIATE, new IndexMap(from, IndexMap.tile(from, to).source(), ones)).build("unshared");
                }), "intermediate", "claims to be exact, but changes the logits by"),
                fault("hiddenSizesThatAreNotDivisible", new WidthOperator(WidthOperator::copies) {
                    @Override
                    void check(GrowthRequest request) {
                        if (request.to().hidden() != 12) {
                            super.check(request);
                        } else if (request.to().layers() != 2) {
                            throw refusal("no layers");
                        } else {
                            map(request);
                        }
                    }
                }, "width ×1.5", "claims to be exact, but changes the logits by"),
                fault("numbersThatFloat32DoesNotHold", new UpToEpsilon(
                        times("layers.0.mlp.up_proj.weight", 1e42), times("layers.0.mlp.down_proj.weight", 1e-42)),
                        "claims to be exact up to epsilon, but changes the engine's logits by"),
                fault("moreThanEpsilonExplains", new UpToEpsilon(times(NORM, 1.0001)),
                        "claims to be exact up to epsilon, but changes the logits by"),
                fault("aDeadNeuron", new Broken((state, request) -> {
                    ModelState grown = pad(state, request, request.seed());
                    int last = request.to().intermediate() - 1;
                    if (request.to().intermediate() > request.from().intermediate()) {
                        for (String matrix : List.of("gate_proj", "up_proj")) {
                            grown.parameters().get("model.layers.0.mlp." + matrix + ".weight").getRow(last).assign(0);
                        }
                    }
                    return grown;
                }), "no gradient reaches the new entries of model.layers.0.mlp.", "and the growth report does not say so"),
                fault("aSmallModelThatIsChanged", new Broken((state, request) -> {
                    ModelState grown = pad(state, request, request.seed());
                    state.parameters().get(NORM).addi(1);
                    return grown;
                }), "changed the small model's " + NORM));
    }

    @TestFactory
    Stream<DynamicTest> numbersThatAreNotReproducible() {
        return Stream.of(
                fault("numbersThatDependOnTheNumberOfGrowths", new Broken((state, request) -> pad(state, request, System.nanoTime())),
                        "a second growth with the same seed gives other numbers in model."),
                fault("numbersThatDoNotDependOnTheSeed", new Broken((state, request) -> pad(state, request, 42)),
                        "look random, but are the same for another seed"),
                fault("stepsThatDependOnTheOrderOfTensors", new WidthOperator(WidthOperator::pads) {
                    @Override
                    public GrowthPlan plan(GrowthRequest request) {
                        AtomicInteger tensors = new AtomicInteger();
                        return super.plan(request)
                                .then(new TensorStep.Own((tensor, values) -> values[0] += 1e-3 * tensors.getAndIncrement()));
                    }
                }, " is another one when the tensors are grown one by one"));
    }

    @TestFactory
    Stream<DynamicTest> optimizerStates() {
        return Stream.of(
                fault("aForgottenMoment", new Broken((state, request) -> {
                    ModelState grown = pad(state, request, request.seed());
                    Map<String, OptimizerState> optimizer = new LinkedHashMap<>(grown.optimizer());
                    optimizer.remove(NORM);
                    return new ModelState(grown.shape(), grown.parameters(), optimizer, grown.averages(), grown.gates());
                }), "optimizer-state carry forgets the moments of [" + NORM + "]"),
                fault("aForgottenAverage", new Broken((state, request) -> {
                    ModelState grown = pad(state, request, request.seed());
                    return new ModelState(grown.shape(), grown.parameters(), grown.optimizer(), Map.of(), Gates.none());
                }), "0 averages are left of 1"),
                fault("momentsOfNewEntries", padded(request -> s -> new OptimizerState(s.steps(), s.slots(), Optional.empty())),
                        "new entries have no moments and are born at the growth"),
                fault("secondMomentsThatAreScaledAsFirstOnes", padded(request -> s -> new OptimizerState(s.steps(),
                        Map.of(Slot.FIRST_MOMENT, s.slots().get(Slot.FIRST_MOMENT).mul(0.5), Slot.SECOND_MOMENT,
                                s.slots().get(Slot.SECOND_MOMENT).mul(0.5)), s.born())), "where m is scaled by a, v is scaled by a²"),
                fault("carriedMomentsThatAreScaled", instead(OptimizerStatePolicy.CARRY, OptimizerStatePolicy.SCALED),
                        "optimizer-state carry scales or mixes"),
                fault("copiesThatKeepTheirMoments", instead(OptimizerStatePolicy.ASYMMETRIC, OptimizerStatePolicy.CARRY),
                        "optimizer-state asymmetric leaves ", "with their copies, which are to start afresh"),
                fault("anOriginalThatStartsAfreshWithItsCopies", padded(request -> s -> {
                    INDArray born = s.slots().get(Slot.FIRST_MOMENT).like().assign(s.steps());
                    return request.optimizerState() != OptimizerStatePolicy.ASYMMETRIC ? s : new OptimizerState(s.steps(),
                            Map.of(Slot.FIRST_MOMENT, born.like().assign(0), Slot.SECOND_MOMENT, born.like().assign(0)), Optional.of(born));
                }), "optimizer-state asymmetric loses "),
                fault("originalsThatGetYounger", padded(request -> s -> {
                    INDArray born = s.born().orElseGet(() -> s.slots().get(Slot.FIRST_MOMENT).like().assign(0));
                    return new OptimizerState(s.steps(), s.slots(), Optional.of(Transforms.min(born.add(1), s.steps())));
                }), "new entries have no moments and are born at the growth (7), others keep their age (0)"),
                fault("mixedMomentsThatLengthenSteps", learned((slot, m) -> slot == Slot.SECOND_MOMENT ? m.mul(0.5) : m),
                        "no step may get longer than the longest of its sources'"),
                fault("mixedMomentsThatAreNotNumbers", learned((slot, m) -> m.dup().putScalar(0, Double.NaN)),
                        "moments are finite, and squares are not negative"),
                fault("scaledMomentsFarFromTheGradientsOfUnevenShares",
                        Broken.policy(WidthOperator::uneven, request -> request.from().hidden() == request.to().hidden()
                        ? request.optimizerState() : OptimizerStatePolicy.CARRY),
                        "optimizer-state scaled of model.embed_tokens.weight is not even near the gradients: they are "),
                fault("scaledMomentsThatAreOnlyCarried", Broken.policy(WidthOperator::copies, request -> OptimizerStatePolicy.CARRY),
                        "optimizer-state scaled of model.", "the grown gradient is", "optimizer-state reset leaves moments"));
    }

    @TestFactory
    Stream<DynamicTest> ramps() {
        return Stream.of(
                fault("aRampWhereNothingIsNew", new GatedWidth(Axis.HEADS, () -> List.of(Curve.LINEAR)),
                        "a ramp opens", "where no gate stands"),
                fault("whatIsLearnedIsNotWhatWasPlanned", new Broken((state, request) -> pad(state, request, request.seed())) {
                    @Override
                    public GrowthPlan learn(ModelState state, GrowthRequest request, GrowthContext context) {
                        return super.learn(state, request, context).hidden(false, TrainingTime.steps(10), Curve.LINEAR);
                    }
                }, "its gates open by [GateRamp["),
                fault("twoRampsOfOneGate", new GatedWidth(() -> List.of(Curve.LINEAR, Curve.SINE)), "two ramps open"));
    }

    @TestFactory
    Stream<DynamicTest> refusals() {
        return Stream.of(
                fault("aRefusalInTheMiddleOfAGrowth", new Broken((state, request) -> {
                    throw refusal("it does not work after all");
                }), "refuses with optimizer-state carry to perform what it planned: it does not work after all"),
                fault("aRefusalThatIsNoConfiguration", refusing(new GrowthException(GrowthException.Kind.UNEXPECTED, "no")),
                        "of kind UNEXPECTED, not CONFIGURATION"),
                fault("aRefusalOfTwoLines", refusing(new GrowthException(GrowthException.Kind.CONFIGURATION, "no\nnever")),
                        "the refusal is not one line"),
                fault("aRefusalByAccident", refusing(new IllegalStateException("oops")), "instead of a refusal in words"),
                fault("aFamilyThatIsOnlyClaimed", refusing(refusal("not this one")),
                        "claims to grow llama, but refuses every growth of it, e.g. not this one"));
    }

    @Test
    void theImpossible() {
        WidthOperator careless = new WidthOperator(WidthOperator::copies) {
            @Override
            void check(GrowthRequest request) {
                if (request.from().family() != request.to().family() || request.from().layers() != request.to().layers()
                        || request.to().hidden() % request.from().hidden() != 0) {
                    super.check(request);
                }
            }

            @Override
            GrowthMap map(GrowthRequest request) {
                return GrowthMap.depth(request.from(), request.from(), LayerMap.identity(request.from().layers()), "nothing");
            }
        };
        assertFault(careless, "width accepts", "instead of llama");
    }

    /** Returns an operator that pads and changes the moments afterwards. */
    private static WidthOperator padded(Function<GrowthRequest, UnaryOperator<OptimizerState>> change) {
        return new Broken((state, request) -> moments(pad(state, request, request.seed()), change.apply(request)));
    }

    /** Returns an operator that copies and follows the second policy where the first one is asked for. */
    private static WidthOperator instead(OptimizerStatePolicy asked, OptimizerStatePolicy followed) {
        return Broken.policy(WidthOperator::copies, request -> request.optimizerState() == asked ? followed : request.optimizerState());
    }

    /** Matrices for neurons, and what is then done to moments. */
    private static WidthOperator learned(BiFunction<Slot, INDArray, INDArray> change) {
        return new Broken(WidthOperator::matrices, (state, request) -> moments(Grown.state(WidthOperator.matrices(request), state,
                request.optimizerState(), request.seed()), s -> {
                    Map<Slot, INDArray> slots = new LinkedHashMap<>();
                    s.slots().forEach((slot, values) -> slots.put(slot, change.apply(slot, values)));
                    return new OptimizerState(s.steps(), slots, s.born());
                }));
    }

    private static TensorStep times(String tensor, double factor) {
        return new TensorStep.Own((task, values) -> {
            for (int i = 0; task.spec().name().endsWith(tensor) && i < values.length; i++) {
                values[i] *= factor;
            }
        });
    }

    private static ModelState pad(ModelState state, GrowthRequest request, long seed) {
        return Grown.state(WidthOperator.pads(request), state, request.optimizerState(), seed);
    }

    private static ModelState moments(ModelState state, UnaryOperator<OptimizerState> change) {
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>();
        state.optimizer().forEach((name, s) -> optimizer.put(name, change.apply(s)));
        Map<String, INDArray> parameters = state.parameters();
        return new ModelState(state.shape(), parameters, optimizer, state.averages(), state.gates());
    }

    private static WidthOperator refusing(RuntimeException refusal) {
        return new WidthOperator(WidthOperator::copies) {
            @Override
            void check(GrowthRequest request) {
                throw refusal;
            }
        };
    }

    private static GrowthException refusal(String words) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, words);
    }

    /** Returns a test that the suite finds faults that are named so. */
    private static DynamicTest fault(String name, WidthOperator operator, String... words) {
        return DynamicTest.dynamicTest(name, () -> assertFault(operator, words));
    }

    private static void assertFault(WidthOperator operator, String... words) {
        Suite.assertFaults(Suite.of(operator), words);
    }
}
