package growth.ops.stacking;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Family;
import growth.api.operator.GrowthOperator;
import growth.api.options.Options;
import growth.conformance.Conformance;
import growth.conformance.OperatorConformance;
import growth.engine.cpu.CpuEngine;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The conformance suite lets these operators pass, as test classes of their own and otherwise. */
class ConformanceTest {

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

    /** In every family, those that normalise after their blocks as well. */
    @Test
    void unevenSharesAreExactButForWhatWritesTheStream() {
        DirectOperator direct = new DirectOperator();
        Options uneven = Options.of(new DirectOperator.DirectOptions(DirectOperator.Split.UNEVEN, 0.2));
        Conformance suite = Conformance.of(direct, uneven, new CpuEngine());
        assertThat(suite.faults()).isEmpty();
        assertThat(suite.notes()).anyMatch(note -> note.contains("of bert") && note.endsWith("uneven shares of the hidden size: scaled"
                + " moments of what writes the stream are only near the gradients"));
    }

    @Test
    void exactOperatorsCommute() {
        Conformance deep = Conformance.of(new IdentityOperator(), new CpuEngine());
        Conformance wide = Conformance.of(new DirectOperator(), new CpuEngine());
        Conformance.verifyOrder(deep, wide, Family.LLAMA, 1);
    }
}
