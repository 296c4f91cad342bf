package growth.conformance;

import growth.api.engine.Engine;
import growth.api.model.Family;
import growth.api.operator.GrowthOperator;
import growth.api.options.Options;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The suite as a test class, for the authors of an operator:
 *
 * <pre>
 * class MyOperatorConformanceTest extends OperatorConformance {
 *     protected GrowthOperator operator() { return new MyOperator(); }
 *     protected Engine engine() { return new CpuEngine(); }
 * }
 * </pre>
 */
@ConsumerType
public abstract class OperatorConformance {
    /** Returns the operator to examine. */
    protected abstract GrowthOperator operator();

    /** Returns the engine that computes gradients. */
    protected abstract Engine engine();

    /** Returns the operator's options; the defaults unless overridden. */
    protected Options options() {
        return operator().card().card().defaults();
    }

    @TestFactory
    Stream<DynamicNode> conforms() {
        return tests(Conformance.of(operator(), options(), engine()));
    }

    /** Returns the suite as JUnit's tests, a container for each family. */
    public static Stream<DynamicNode> tests(Conformance suite) {
        return Arrays.stream(Family.values()).<DynamicNode>map(family -> DynamicContainer.dynamicContainer(family.id(),
                suite.items(family).stream().map(item -> DynamicTest.dynamicTest(item.title(), item.body()::run))))
                .onClose(suite::close);
    }
}
