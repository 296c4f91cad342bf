package growth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.operator.GateRamp.Curve;
import growth.api.operator.GrowthOperator;
import growth.engine.cpu.CpuEngine;
import growth.reference.Grown;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs that do not go on as they would have are found, be it the operator's fault or the engine's. */
class ResumeCheckTest {
    private static final String ANEW = "a growth from the saved small model gives other numbers than the one from the model in training: ";
    private static final String TAKEN_OVER = "saved 2 steps after the growth and taken over, it has other numbers: ";
    private static final String NORM = "model.norm.weight";

    @Test
    void rampsThatDependOnTheNumberOfGrowths() {
        AtomicInteger growths = new AtomicInteger();
        GatedWidth restless = new GatedWidth(() -> List.of(Curve.values()[growths.getAndIncrement() % 2]));
        Suite.assertFaults(Suite.of(restless), ANEW + "the ramps of the gates");
    }

    @Test
    void aMemoryBesideTheState() {
        assertThat(Suite.faults(remembering())).isNotEmpty().allMatch(fault -> fault.contains(ANEW + NORM));
    }

    @Test
    void agesThatAreLost() {
        try (Conformance suite = opening(WidthOperator.padding(), state -> new ModelState(state.shape(), state.parameters(),
                withoutAges(state.optimizer()), state.averages(), state.gates()))) {
            assertThat(suite.faults()).isNotEmpty().allMatch(fault -> fault.contains(TAKEN_OVER + "the ages of model."));
        }
    }

    @Test
    void gatesThatAreLost() {
        Suite.assertFaults(opening(new GatedWidth(() -> List.of(Curve.SINE)), state -> new ModelState(state.shape(), state.parameters(),
                state.optimizer(), state.averages(), Gates.none())), TAKEN_OVER + "the gates at ");
    }

    @Test
    void averagesThatAreLost() {
        Suite.assertFaults(opening(WidthOperator.padding(), state -> new ModelState(state.shape(), state.parameters(), state.optimizer(),
                Map.of(), state.gates())), ANEW + "the average 0.9 of model.");
    }

    /** Grows towards what it saw when it last made this growth, as an operator would that kept averages of its own. */
    private static Broken remembering() {
        Map<Object, INDArray> seen = new HashMap<>();
        return new Broken((state, request) -> {
            INDArray now = state.parameters().get(NORM).dup();
            INDArray before = Optional.ofNullable(seen.put(List.of(request.from(), request.to()), now)).orElse(now);
            ModelState grown = Grown.state(WidthOperator.pads(request), state, request.optimizerState(), request.seed());
            grown.parameters().get(NORM).muli(before.getDouble(0) / now.getDouble(0));
            return grown;
        });
    }

    private static Map<String, OptimizerState> withoutAges(Map<String, OptimizerState> states) {
        Map<String, OptimizerState> ageless = new LinkedHashMap<>();
        states.forEach((name, s) -> ageless.put(name, new OptimizerState(s.steps(), s.slots(), Optional.empty())));
        return ageless;
    }

    /** Returns the suite on an engine that opens something other than what was saved. */
    private static Conformance opening(GrowthOperator operator, UnaryOperator<ModelState> opened) {
        return Conformance.of(operator, new OpeningEngine(new CpuEngine(), opened));
    }
}
