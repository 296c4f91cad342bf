package growth.ops.lossless;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.algebra.Lines;
import growth.api.data.Batch;
import growth.api.model.Dimension;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import growth.reference.ReferenceLlama;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether copies grow apart when they are trained without dropout (growth-methods 1.6, symmetry lock), in float64. */
class SymmetryTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        net2net    |               | intermediate=12             | true
        net2net    | shares=uneven | intermediate=12             | false
        aki        | fpi=true      | intermediate=12             | true
        aki        |               | intermediate=12             | false
        hyperclone |               | hidden=16,intermediate=12   | true
        hyperclone | snr=5         | hidden=16,intermediate=12   | false
        lemon      |               | hidden=16,intermediate=12   | false
        lemon      | shares=even   | hidden=16,intermediate=12   | true
        staged     |               | hidden=16,intermediate=12   | true
        """)
    void copiesStayEqualOrNotAsTheCardSays(String name, String options, String to, boolean locked) {
        GrowthOperator operator = Given.operator(name);
        ModelState before = Measured.model(Given.shape("llama", null));
        GrowthRequest request = Given.request(operator, options, before.shape(), Given.grown(before.shape(), to),
                OptimizerStatePolicy.RESET);
        Grown result = Grown.of(operator, before, request);
        ParameterSpec spec = ParameterLayout.of(result.map().to()).find(ParameterRole.UP, ParameterSpec.Kind.WEIGHT, 0);
        Lines rows = Lines.growing(spec, result.map(), Dimension.Flow.OUT).orElseThrow();
        double[] start = Measured.values(result.state().parameters().get(spec.name()));
        double[] end = trained(result.state(), 30).get(spec.name());
        double apart = 0;
        for (int i = 0; i < end.length; i++) {
            int original = rows.entry(i, rows.map().source()[rows.at(i)]);
            apart = Math.max(apart, Math.abs(end[i] - start[i] - (end[original] - start[original])));
        }
        // a step of Adam is about 0.01
        assertThat(apart).isBetween(locked ? 0 : 1e-3, locked ? 1e-9 : 1);
    }

    /** Returns the parameters after that many steps of Adam. */
    private static Map<String, double[]> trained(ModelState state, int steps) {
        ReferenceLlama model = ReferenceLlama.of(state);
        Batch.Tokens batch = (Batch.Tokens) Measured.batch(state.shape());
        Map<String, double[]> first = new LinkedHashMap<>();
        Map<String, double[]> second = new LinkedHashMap<>();
        for (int step = 1; step <= steps; step++) {
            double correction1 = 1 - Math.pow(0.9, step);
            double correction2 = 1 - Math.pow(0.999, step);
            model.gradients(batch).values().forEach((name, g) -> {
                double[] m = first.computeIfAbsent(name, n -> new double[g.length]);
                double[] v = second.computeIfAbsent(name, n -> new double[g.length]);
                double[] values = model.parameters().get(name);
                for (int i = 0; i < g.length; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    values[i] -= 0.01 * m[i] / correction1 / (Math.sqrt(v[i] / correction2) + 1e-8);
                }
            });
        }
        return model.parameters();
    }
}
