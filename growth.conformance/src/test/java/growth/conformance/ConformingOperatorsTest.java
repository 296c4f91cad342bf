package growth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.operator.GateRamp.Curve;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The suite lets correct operators pass. */
class ConformingOperatorsTest {

    @Test
    void copiesAreExactButStayEqualWhichIsReported() {
        Conformance suite = Suite.of(WidthOperator.copying());
        assertThat(suite.faults()).isEmpty();
        assertThat(suite.accepted(Family.LLAMA)).isGreaterThan(20);
        assertThat(suite.notes()).anyMatch(note -> note.contains("stay equal; the growth report says so"));
    }

    @Test
    void paddingIsExactAndAlive() {
        Conformance suite = Suite.of(WidthOperator.padding());
        assertThat(suite.faults()).isEmpty();
        assertThat(suite.notes()).isEmpty();
    }

    @Test
    void matricesThatKeepTheFunctionPass() {
        assertThat(Suite.faults(new WidthOperator(WidthOperator::matrices, r -> r.grows(Axis.HIDDEN) || r.grows(Axis.HEADS)))).isEmpty();
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
