package growth.suites.primitives;

import growth.api.suite.EvaluationSuite;
import growth.conformance.SuiteConformance;

class PrimitivesConformanceTest extends SuiteConformance {
    @Override
    protected EvaluationSuite suite() {
        return new PrimitivesSuite();
    }
}
