package growth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.operator.GateRamp.Curve;
import growth.api.operator.GrowthOperator;
import growth.api.options.DefaultOptions;
import growth.api.options.Options;
import growth.engine.cpu.CpuEngine;
import growth.ops.stacking.DirectOperator;
import growth.ops.stacking.IdentityOperator;
import growth.ops.stacking.StackOperator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The suite lets correct operators pass, as test classes of their own and otherwise. */
class ConformingOperatorsTest {

    @Nested
    class Stack extends OperatorConformance {
        @Override
        protected GrowthOperator operator() {
            return new StackOperator();
        }

        @Override
        protected CpuEngine engine() {
            return new CpuEngine();
        }
    }

    @Nested
    class Identity extends OperatorConformance {
        @Override
        protected GrowthOperator operator() {
            return new IdentityOperator();
        }

        @Override
        protected CpuEngine engine() {
            return new CpuEngine();
        }
    }

    @Test
    void copiesAreExactButStayEqualWhichIsReported() {
        Conformance suite = Suite.of(WidthOperator.copying());
        assertThat(Suite.faults(suite)).isEmpty();
        assertThat(suite.accepted(Family.LLAMA)).isGreaterThan(20);
        assertThat(suite.notes()).anyMatch(note -> note.contains("stay equal; the growth report says so"));
    }

    @Test
    void paddingIsExactAndAlive() {
        Conformance suite = Suite.of(WidthOperator.padding());
        assertThat(Suite.faults(suite)).isEmpty();
        assertThat(suite.notes()).isEmpty();
    }

    /** In every family, those that normalise after their blocks as well. */
    @Test
    void unevenSharesAreExactButForWhatWritesTheStream() {
        DirectOperator direct = new DirectOperator();
        Options defaults = DefaultOptions.of(direct.card().card());
        Map<String, Object> uneven = new LinkedHashMap<>(defaults.values());
        uneven.put("split", "uneven");
        Conformance suite = Conformance.of(direct, new Options("direct", uneven, Map.of()), new CpuEngine());
        assertThat(Suite.faults(suite)).isEmpty();
        assertThat(suite.notes()).anyMatch(note -> note.contains("of bert") && note.endsWith("uneven shares of the hidden size: scaled"
                + " moments of what writes the stream are the gradients only nearly"));
    }

    @Test
    void matricesThatKeepTheFunctionPass() {
        assertThat(Suite.faults(new WidthOperator(WidthOperator::matrices, r -> r.grows(Axis.HIDDEN) || r.grows(Axis.HEADS)))).isEmpty();
    }

    @Test
    void exactOperatorsCommute() {
        Conformance.verifyOrder(Suite.of(new IdentityOperator()), Suite.of(WidthOperator.padding()), Family.LLAMA, 1);
    }

    @Test
    void gatesWithRampsPass() {
        assertThat(Suite.faults(new GatedWidth(() -> List.of(Curve.SINE)))).isEmpty();
    }

    @Test
    void whatIsExactUpToEpsilonPasses() {
        assertThat(Suite.faults(new UpToEpsilon())).isEmpty();
    }
}
