package growth.ops.lossless;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.algebra.MeanCoordinates;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.reference.Grown;
import growth.reference.LogitChange;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The function before and after a growth, in float64, for every family that an operator claims to be exact for. */
class LosslessTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        net2net |                | llama | tied                  | intermediate=17
        net2net | shares=uneven  | llama | heads=4,kv-heads=2    | heads=10,intermediate=13
        net2net |                | llama | tied,heads=4,kv-heads=4 | heads=7,intermediate=7
        net2net | shares=uneven  | llama | heads=4,kv-heads=1    | heads=11,kv-heads=1
        net2net |                | llama | heads=4,kv-heads=2    | heads=4,kv-heads=4
        net2net | shares=uneven  | llama | tied                  | hidden=24,heads=9,kv-heads=3,intermediate=20,layers=5
        net2net |                | gpt2  |                       | hidden=16,intermediate=9,layers=3
        net2net | shares=uneven  | bert  |                       | hidden=24,intermediate=11
        net2net |                | vit   |                       | hidden=16,heads=4,intermediate=32,layers=4
        aki     | fpi=true       | llama |                       | hidden=16,intermediate=14
        aki     | fpi=true       | llama | tied,heads=4,kv-heads=1 | hidden=24,heads=5,kv-heads=1
        aki     | fpi=true       | gpt2  |                       | hidden=16,intermediate=13
        aki     | fpi=true       | bert  |                       | hidden=16,intermediate=12
        aki     | fpi=true       | vit   |                       | hidden=24,intermediate=7
        hyperclone |             | llama |                       | hidden=16,intermediate=18
        hyperclone |             | llama | tied                  | hidden=24,intermediate=12
        hyperclone | snr=5       | llama | tied,heads=4,kv-heads=4 | hidden=16,intermediate=12
        hyperclone | snr=10      | llama | heads=4,kv-heads=1    | hidden=24,heads=12,kv-heads=1,intermediate=12
        hyperclone |             | llama | heads=4,kv-heads=2    | heads=8,kv-heads=2
        hyperclone | snr=5       | gpt2  |                       | hidden=16,intermediate=12
        hyperclone |             | gpt2  |                       | hidden=16,heads=2,head-size=8
        hyperclone | snr=0       | bert  |                       | hidden=24,intermediate=12
        hyperclone |             | bert  |                       | hidden=16,heads=2,head-size=8,intermediate=12
        hyperclone | snr=5       | vit   |                       | hidden=32,heads=4,head-size=8,intermediate=12
        lemon   |                | llama |                       | hidden=12,heads=6,intermediate=9,layers=3
        lemon   |                | llama | tied                  | hidden=21,heads=8,intermediate=13
        lemon   | inner=silent   | llama | tied,heads=4,kv-heads=4 | hidden=13,heads=7,intermediate=8
        lemon   | shares=even    | llama | heads=4,kv-heads=1    | hidden=19,heads=6,kv-heads=1,intermediate=15
        lemon   | inner=silent   | llama | heads=4,kv-heads=2    | hidden=20,heads=9,kv-heads=3,intermediate=11,layers=7
        lemon   |                | llama | heads=4,kv-heads=2    | hidden=8,heads=4,kv-heads=4
        lemon   |                | gpt2  |                       | hidden=12,intermediate=9
        lemon   | std=0.5        | gpt2  |                       | hidden=20,intermediate=31,layers=5
        lemon   | inner=silent   | gpt2  |                       | hidden=24,intermediate=12
        lemon   | shares=even    | vit   |                       | hidden=12,intermediate=9,layers=3
        lemon   | std=0.5        | vit   |                       | hidden=20,intermediate=13
        block-expansion |        | llama | layers=4              | layers=6
        block-expansion | copies=2 | llama | tied,layers=6       | layers=12
        block-expansion |        | gpt2  |                       | layers=4
        block-expansion | copies=3 | vit |                       | layers=5
        staged  |                | llama |                       | hidden=16,intermediate=12
        staged  | order=alternate | llama | tied                 | hidden=16,intermediate=12,layers=4
        staged  |                | llama | heads=4,kv-heads=1    | hidden=16,heads=8,kv-heads=2,intermediate=12
        staged  |                | llama | tied,heads=4,kv-heads=4 | layers=4
        staged  |                | gpt2  |                       | hidden=16,intermediate=12,layers=4
        staged  |                | bert  |                       | hidden=16,intermediate=12
        staged  | order=alternate | vit  |                       | hidden=16,intermediate=12,layers=4
        """)
    void theFunctionStaysTheSame(String name, String options, String family, String from, String to) {
        GrowthOperator operator = Given.operator(name);
        ModelState before = Measured.model(Given.shape(family, from));
        ModelShape target = Given.grown(before.shape(), to);
        GrowthRequest request = Given.request(operator, options, before.shape(), target, OptimizerStatePolicy.RESET);
        Grown result = Grown.of(operator, before, request);
        assertThat(operator.plan(request).preservation()).isEqualTo(Preservation.EXACT);
        assertThat(LogitChange.between(before, result.state())).isLessThanOrEqualTo(1e-10);
        ModelShape made = result.state().shape();
        assertThat(made.toBuilder().normEpsilon(target.normEpsilon()).build()).isEqualTo(target);
        assertThat(result.map().to()).isEqualTo(made);
        assertThat(result.map().description()).startsWith(name + ": ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        aki    |                          | llama | hidden=16,intermediate=12
        aki    |                          | bert  | hidden=16,intermediate=12
        aki    | fpi=true                 | gpt2  | hidden=12
        aki    | fpi=true                 | llama | layers=4
        staged | identity=false           | gpt2  | layers=4
        staged | identity=false,order=alternate | bert | hidden=16,intermediate=12,layers=4
        """)
    void whatChangesTheFunctionDoesNotClaimOtherwise(String name, String options, String family, String to) {
        GrowthOperator operator = Given.operator(name);
        ModelState before = Measured.model(Given.shape(family, null));
        ModelShape target = Given.grown(before.shape(), to);
        assertThat(operator.plan(Given.request(operator, options, before.shape(), target, OptimizerStatePolicy.RESET)).preservation())
                .isEqualTo(Preservation.NONE);
        assertThat(LogitChange.between(before, Measured.grow(operator, options, before, target))).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        net2net         | shares=uneven | llama | intermediate=9,heads=6       | hidden=16,heads=12,intermediate=20,layers=3
        net2net         |               | bert  | intermediate=9               | hidden=16,heads=4,intermediate=20
        aki             | fpi=true      | gpt2  | hidden=16                    | hidden=48,intermediate=10
        hyperclone      | snr=5         | llama | hidden=16,intermediate=12    | hidden=32,intermediate=24
        lemon           |               | llama | hidden=12,heads=6,layers=3   | hidden=29,heads=8,intermediate=9,layers=4
        lemon           | inner=silent  | gpt2  | hidden=12,intermediate=7     | hidden=28,intermediate=9,layers=3
        lemon           |               | vit   | hidden=12,layers=3           | hidden=32,intermediate=9
        block-expansion |               | gpt2  | layers=4                     | layers=8
        staged          |               | llama | hidden=16,intermediate=12    | hidden=32,intermediate=24,layers=4
        """)
    void grownTwiceTheFunctionIsStillTheSame(String name, String options, String family, String first, String second) {
        GrowthOperator operator = Given.operator(name);
        ModelState before = Measured.model(Given.shape(family, null));
        ModelShape middle = Given.grown(before.shape(), first);
        ModelState once = Measured.grow(operator, options, before, middle);
        ModelState twice = Measured.grow(operator, options, once, Given.grown(middle, second));
        assertThat(LogitChange.between(before, twice)).isLessThanOrEqualTo(1e-10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        net2net         | llama | intermediate=9,heads=6       | net2net         | layers=5
        hyperclone      | gpt2  | hidden=16,intermediate=12    | block-expansion | layers=3
        lemon           | llama | hidden=12,heads=6            | lemon           | layers=4
        lemon           | vit   | hidden=12,intermediate=9     | block-expansion | layers=4
        staged          | gpt2  | hidden=16,intermediate=12    | staged          | layers=4
        lemon           | gpt2  | hidden=12                    | hyperclone      | intermediate=18
        """)
    void twoGrowthsInEitherOrderGiveTheSameFunction(String name, String family, String to, String otherName, String otherTo) {
        GrowthOperator one = Given.operator(name);
        GrowthOperator other = Given.operator(otherName);
        ModelState before = Measured.model(Given.shape(family, null));
        ModelState first = Measured.grow(one, null, before, Given.grown(before.shape(), to));
        ModelState there = Measured.grow(other, null, first, Given.grown(first.shape(), otherTo));
        ModelState second = Measured.grow(other, null, before, Given.grown(before.shape(), otherTo));
        ModelState andBack = Measured.grow(one, null, second, Given.grown(second.shape(), to));
        assertThat(there.shape()).isEqualTo(andBack.shape());
        assertThat(LogitChange.between(there, andBack)).isLessThanOrEqualTo(1e-10);
        assertThat(LogitChange.between(before, there)).isLessThanOrEqualTo(1e-10);
    }

    @Test
    void withoutTheMeansLayerNormWouldSeeAnotherFunction() {
        ModelState before = Measured.model(Given.shape("gpt2", null));
        GrowthRequest request = Given.request(Given.operator("lemon"), null, before.shape(), Given.grown(before.shape(), "hidden=12"),
                OptimizerStatePolicy.RESET);
        LemonOperator.LemonOptions options = new LemonOperator.LemonOptions(LemonOperator.Inner.CIRCULAR, LemonOperator.Shares.EVEN, 0.02);
        GrowthPlan unmended = GrowthPlan.of(LemonMap.of(request, options), Preservation.EXACT);
        assertThat(LogitChange.between(before, Grown.of(unmended, before, request).state())).isGreaterThan(1e-3);
        GrowthPlan mended = unmended.then(new MeanCoordinates());
        assertThat(LogitChange.between(before, Grown.of(mended, before, request).state())).isLessThanOrEqualTo(1e-10);
    }

    @Test
    void float32ModelsStayFloat32AndCloseToTheSameFunction() {
        for (Family family : new Family[] {Family.LLAMA, Family.GPT2}) {
            ModelState wide = Measured.model(Given.shape(family.id(), null));
            ModelState before = ModelState.of(wide.shape(), floats(wide));
            ModelState after = Measured.grow(Given.operator("lemon"), null, before, Given.grown(before.shape(), "hidden=20,layers=3"));
            assertThat(after.parameters().values()).allSatisfy(a -> assertThat(a.dataType()).isEqualTo(DataType.FLOAT));
            assertThat(LogitChange.between(before, after)).isLessThan(1e-4);
        }
    }

    private static Map<String, INDArray> floats(ModelState state) {
        Map<String, INDArray> floats = new LinkedHashMap<>();
        state.parameters().forEach((name, value) -> floats.put(name, value.castTo(DataType.FLOAT)));
        return floats;
    }
}
