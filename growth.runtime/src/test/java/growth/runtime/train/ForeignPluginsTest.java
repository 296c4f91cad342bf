package growth.runtime.train;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException.Kind;
import growth.api.algebra.TensorStep;
import growth.api.data.DataSource;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningOperator;
import growth.api.operator.OperatorCard;
import growth.api.options.Card;
import growth.api.schedule.GrowthSchedule;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.fake.Faulty;
import growth.runtime.fake.ToySchedule;
import growth.runtime.plugins.guard.Limits;
import growth.runtime.plugins.guard.PluginGuard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Plug-ins of the folder in a run: what they do to it, and what is left when they do it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignPluginsTest {
    private static final String AVERAGED = "training.averages=[0.9]";
    private static final String CARRIED = "growth.optimizer-state=carry";
    private final PluginGuard guard = new PluginGuard(new Limits(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMillis(200)));
    private final AtomicBoolean stop = new AtomicBoolean();
    private List<String> undisturbed;

    @BeforeAll
    void trainUndisturbed(@TempDir Path folder) {
        Workshop workshop = new Workshop(folder);
        workshop.train("run", Workshop.GROWN, AVERAGED, CARRIED);
        undisturbed = workshop.losses();
    }

    private FakeCatalogue installed() {
        return Workshop.installed(new RecordingEngine()).behind(guard);
    }

    /** Checks that an operator ends its run, which goes on without it as if it had never been there; returns what is said of it. */
    private AbstractStringAssert<?> assertFailsHarmlessly(Path home, GrowthOperator operator) {
        Workshop workshop = new Workshop(home, installed().with(operator));
        AbstractStringAssert<?> words =
                assertRefused(Kind.FAILING_PLUGIN, () -> workshop.train("run", Workshop.GROWN, AVERAGED, CARRIED));
        Workshop again = new Workshop(home);
        again.resume("run", Workshop.GROWN, AVERAGED, CARRIED);
        List<String> losses = new ArrayList<>(workshop.losses().subList(0, 10));
        losses.addAll(again.losses());
        assertThat(losses).isEqualTo(undisturbed);
        return words;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRunWithThemIsTheSameToTheBit(boolean wholeModel, @TempDir Path home) {
        FakeCatalogue catalogue = wholeModel ? installed().with(LearningDepth.stacking()) : installed();
        Workshop workshop = new Workshop(home, catalogue);
        workshop.train("run", Workshop.GROWN, AVERAGED, CARRIED);
        assertThat(workshop.losses()).isEqualTo(undisturbed);
        assertThat(workshop.events(CheckpointSaved.class)).extracting(saved -> saved.progress().step()).containsExactly(10L, 20L);
        assertThat(catalogue.held()).isZero();
    }

    @Test
    void whatAnOperatorDoesToTheModelBeforeItFailsHarmsNobody(@TempDir Path home) {
        assertFailsHarmlessly(home, new LearningDepth("stack", state -> {
            state.arrays().forEach(array -> array.assign(7));
            state.close();
            throw new AssertionError("changed my mind");
        }, (state, context) -> state))
                .contains("run.yaml:", "'stack' of fake 1.0.0 (fake.jar) failed in 'learn'", "changed my mind");
    }

    /** Without a copy, this ends the JVM. */
    @Test
    void whatAnOperatorKeepsStaysUsableWhenTheModelIsLongGone(@TempDir Path home) {
        List<INDArray> kept = new ArrayList<>();
        List<GrowthContext> contexts = new ArrayList<>();
        Workshop workshop = new Workshop(home, installed().with(new LearningDepth("stack", state -> {
            state.arrays().forEach(kept::add);
            return state;
        }, (grown, context) -> {
            grown.arrays().forEach(kept::add);
            kept.addAll(context.gradients(grown).values().values());
            contexts.add(context);
            return grown;
        })));
        workshop.train("run", Workshop.GROWN);
        assertThat(kept).hasSizeGreaterThan(60).allSatisfy(array -> {
            assertThat(array.wasClosed()).isFalse();
            assertThat(array.sumNumber().doubleValue()).isFinite();
        });
        assertThatThrownBy(() -> contexts.get(0).log("still here")).hasMessageContaining("when its growth is over");
        assertThatThrownBy(() -> contexts.get(0).gradients(null)).hasMessageContaining("when its growth is over");
    }

    static Stream<Arguments> wrongResults() {
        return Stream.of(
                Arguments.of("lm_head.weight with 2 of 512 numbers NaN or infinite", edit(state -> {
                    state.parameters().get("lm_head.weight").putScalar(3, Float.NaN);
                    state.parameters().get("lm_head.weight").putScalar(9, Float.NEGATIVE_INFINITY);
                    return state;
                })),
                Arguments.of("NaN or infinite", edit(state -> {
                    state.averages().get("0.9").get("lm_head.weight").putScalar(3, Float.NaN);
                    return state;
                })),
                Arguments.of("of type DOUBLE instead of FLOAT", edit(state -> state.map(a -> a.castTo(DataType.DOUBLE)))),
                Arguments.of("lm_head.weight closed", edit(state -> {
                    state.parameters().get("lm_head.weight").close();
                    return state;
                })),
                Arguments.of("averages [] instead of [0.9]", edit(state ->
                        new ModelState(state.shape(), state.parameters(), state.optimizer(), Map.of(), state.gates()))),
                Arguments.of("of lm_head.weight as [2, 2] instead of [32, 16]", edit(state -> {
                    Map<String, OptimizerState> slots = new LinkedHashMap<>(state.optimizer());
                    OptimizerState some = slots.get("lm_head.weight");
                    Map<OptimizerState.Slot, INDArray> wrong = new LinkedHashMap<>();
                    some.slots().forEach((slot, value) -> wrong.put(slot, org.nd4j.linalg.factory.Nd4j.zeros(DataType.FLOAT, 2, 2)));
                    slots.put("lm_head.weight", new OptimizerState(some.steps(), wrong, some.born()));
                    return new ModelState(state.shape(), state.parameters(), slots, state.averages(), state.gates());
                })),
                // a state with a parameter too few cannot be made
                Arguments.of("parameter lm_head.weight is missing", edit(state -> {
                    Map<String, INDArray> fewer = new LinkedHashMap<>(state.parameters());
                    fewer.remove("lm_head.weight");
                    return ModelState.of(state.shape(), fewer);
                })),
                Arguments.of("nothing (null)",
                        Faulty.doing("learn", 1, () -> null).in(LearningOperator.class, LearningDepth.stacking())));
    }

    private static LearningDepth edit(UnaryOperator<ModelState> edit) {
        return new LearningDepth("stack", state -> state, (grown, context) -> edit.apply(grown));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongResults")
    void aResultThatCannotBeIsNamedBeforeItReplacesTheModel(String words, GrowthOperator operator, @TempDir Path home) {
        assertFailsHarmlessly(home, operator)
                .contains("'stack' of fake 1.0.0 (fake.jar)", words).containsAnyOf("'make'", "'learn'");
    }

    /** A step of an operator's own, which sees one tensor at a time. */
    private static GrowthOperator stepping(TensorStep.Own.Function step) {
        GrowthOperator stack = new DepthOperator("stack", false);
        return new GrowthOperator() {
            @Override
            public OperatorCard card() {
                return stack.card();
            }

            @Override
            public GrowthPlan plan(GrowthRequest request) {
                return stack.plan(request).then(new TensorStep.Own(step));
            }
        };
    }

    static Stream<Arguments> wrongSteps() {
        return Stream.of(
                Arguments.of("failed in 'step': java.lang.AssertionError: changed my mind", (TensorStep.Own.Function) (tensor, values) -> {
                    throw new AssertionError("changed my mind");
                }),
                Arguments.of("returned from 'step' model.layers.1.mlp.up_proj.weight with 1 of 384 numbers NaN or infinite",
                        (TensorStep.Own.Function) (tensor, values) -> values[3] = Double.NaN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongSteps")
    void aStepThatGoesWrongIsNamedBeforeItReplacesTheModel(String words, TensorStep.Own.Function step, @TempDir Path home) {
        // a tensor that is neither the first nor the last one of its role is not tried beforehand
        assertFailsHarmlessly(home, stepping((tensor, values) -> {
            if (tensor.spec().name().equals("model.layers.1.mlp.up_proj.weight")) {
                step.change(tensor, values);
            }
        })).contains("run.yaml:", "'stack' of fake 1.0.0 (fake.jar) " + words);
    }

    static Stream<Arguments> stepsThatAreTried() {
        return Stream.of(
                Arguments.of("failed in 'step': java.lang.StackOverflowError", (TensorStep.Own.Function) (tensor, values) -> {
                    throw new StackOverflowError();
                }),
                Arguments.of("numbers NaN or infinite", (TensorStep.Own.Function) (tensor, values) -> values[3] = Double.NaN),
                Arguments.of("has not returned from 'step' for 1 s and was given up",
                        (TensorStep.Own.Function) (tensor, values) -> uninterrupted()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stepsThatAreTried")
    void aStepThatGoesWrongOnAnyModelIsFoundBeforeTheRunBegins(String words, TensorStep.Own.Function step, @TempDir Path home) {
        Workshop workshop = new Workshop(home, installed().with(stepping(step)));
        assertRefused(Kind.FAILING_PLUGIN, () -> workshop.train("run", Workshop.GROWN)).contains("run.yaml:",
                "'stack' of fake 1.0.0 (fake.jar)", words);
        assertThat(workshop.folder("run").path()).doesNotExist();
    }

    private static void uninterrupted() {
        try {
            blocked();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FakeCatalogue with(String where, Faulty fault) {
        return switch (where) {
            case "operator" -> installed().with("stack", fault.in(LearningOperator.class, LearningDepth.stacking()));
            case "schedule" -> installed().with(fault.in(GrowthSchedule.class, new ToySchedule()));
            default -> installed().with(fault.in(DataSource.class, new PatternData()));
        };
    }

    private static Object blocked() throws InterruptedException {
        new CountDownLatch(1).await();
        return null;
    }

    static Stream<Arguments> blocks() {
        return Stream.of(Arguments.of("operator", "plan", 1, -1), Arguments.of("operator", "learn", 1, 10),
                Arguments.of("schedule", "begin", 1, -1), Arguments.of("schedule", "next", 8, 7),
                Arguments.of("data", "tokensPerEpoch", 1, -1));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("blocks")
    void aCallThatBlocksEndsTheRunSaved(String where, String method, int call, int step, @TempDir Path home) {
        stop.set(false);
        Workshop workshop = new Workshop(home, with(where, Faulty.doing(method, call, () -> {
            stop.set(true);
            return blocked();
        })));
        // growths may take their time, so an end has to be asked for
        boolean work = method.equals("learn");
        if (work) {
            assertThat(guard.during(stop::get, () -> workshop.train("run", Workshop.GROWN)).outcome()).isEqualTo(Outcome.STOPPED);
        } else {
            assertRefused(Kind.FAILING_PLUGIN, () -> workshop.train("run", Workshop.GROWN))
                    .contains("fake 1.0.0 (fake.jar) has not returned from '" + method + "' for 1 s");
        }
        if (step > 0) {
            assertThat(workshop.folder("run").checkpoints().resolve(String.format("step-%08d", step))).exists();
        }
    }

    static Stream<Arguments> nothings() {
        return Stream.of(Arguments.of("operator", "plan"), Arguments.of("operator", "learn"),
                Arguments.of("schedule", "begin"), Arguments.of("schedule", "plan"), Arguments.of("schedule", "start"),
                Arguments.of("schedule", "next"), Arguments.of("schedule", "save"), Arguments.of("schedule", "growths"),
                Arguments.of("data", "open"), Arguments.of("data", "next"), Arguments.of("data", "validation"),
                Arguments.of("data", "cursor"), Arguments.of("data", "tokenizer"), Arguments.of("data", "provenance"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("nothings")
    void nothingIsNoAnswer(String where, String method, @TempDir Path home) {
        Workshop workshop = new Workshop(home, with(where, Faulty.doing(method, 1, () -> null)));
        assertRefused(Kind.FAILING_PLUGIN, () -> workshop.train("run", Workshop.GROWN))
                .contains("fake 1.0.0 (fake.jar)", "'" + method + "'");
    }

    @Test
    void escapesInCardsAndLinesNeverReachATerminal(@TempDir Path home) {
        LearningOperator loud = new LearningDepth("stack", state -> state, (grown, context) -> {
            context.log("done \u001b[31mred");
            return grown;
        });
        Card card = new Card("stack", "Grows \u001b[2Jdepth.", "none\u0007");
        GrowthOperator painted = Faulty.doing("card", 1, () -> new OperatorCard(card, "x\u009b1m", loud.card().preservation(), "e",
                loud.card().families(), loud.card().optimizerState(), loud.card().learningRate(), "n")).in(LearningOperator.class, loud);
        FakeCatalogue catalogue = installed().with("stack", painted);
        OperatorCard seen = catalogue.operator("stack").get().card();
        assertThat(seen.card().title()).isEqualTo("Grows ?[2Jdepth.");
        assertThat(seen.formula()).isEqualTo("x?1m");
        Workshop workshop = new Workshop(home, catalogue);
        workshop.train("run", Workshop.GROWN);
        assertThat(workshop.notes()).contains("done ?[31mred");
        assertThat(workshop.events(GrowthCompleted.class)).hasSize(1);
    }
}
