package growth.ops.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.algebra.LayerMap;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.Preservation;
import growth.reference.Grown;
import growth.reference.OptionValues;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DepthOperatorsTest {
    private final ModelShape small = SmallShapes.of(Family.LLAMA);

    @Test
    void everyLayerHasItsSource() {
        assertSources(new InterpolateOperator(), 3, 6, new OptionValues(), 0, 0, 1, 1, 2, 2);
        assertSources(new InterpolateOperator(), 3, 5, new OptionValues(), 0, 0, 1, 1, 2);
        assertSources(new LastBlockOperator(), 4, 6, new OptionValues(), 0, 1, 2, 3, 2, 3);
        assertSources(new LastBlockOperator(), 3, 6, new OptionValues(), 0, 1, 2, 0, 1, 2);
        assertSources(new MidasOperator(), 2, 4, new OptionValues(), 0, 1, 0, 1);
        assertSources(new MidasOperator(), 6, 8, new OptionValues(), 0, 1, 2, 3, 2, 3, 4, 5);
        assertSources(new MidasOperator(), 4, 5, new OptionValues().with("block", 1L), 0, 1, 1, 2, 3);
        // 0 1 2 3, then block 1 of 2 is copied: 0 1 0 1 2 3, then block 2 of 3: 0 1 0 1 0 1 2 3
        assertSources(new MidasOperator(), 4, 8, new OptionValues().with("block", 2L), 0, 1, 0, 1, 0, 1, 2, 3);
        assertSources(new PartialOperator(), 6, 9, new OptionValues().with("layers", "0-1,2-4x2,5"), 0, 1, 2, 3, 4, 2, 3, 4, 5);
        assertSources(new PartialOperator(), 3, 5, new OptionValues().with("layers", "2, 0-1, 0x2"), 2, 0, 1, 0, 0);
        assertSources(new PartialOperator(), 4, 6, new OptionValues().with("layers", "2-,0-"), 2, 3, 0, 1, 2, 3);
        assertSources(new PartialOperator(), 4, 7, new OptionValues().with("layers", "0,2-x3"), 0, 2, 3, 2, 3, 2, 3);
    }

    /** The best and the second-best row of the paper's table, for any depth. */
    @Test
    void aPartIsRepeatedAsOftenAsFits() {
        assertSources(new PartialOperator(), 3, 9, new OptionValues().with("layers", "0-x*"), 0, 1, 2, 0, 1, 2, 0, 1, 2);
        assertSources(new PartialOperator(), 3, 8, new OptionValues().with("layers", "0-x*"), 0, 1, 2, 0, 1, 2, 0, 1);
        assertSources(new PartialOperator(), 6, 12, new OptionValues().with("layers", "0-1,2-x*,4-5"), 0, 1, 2, 3, 4, 5, 2, 3, 4, 5, 4, 5);
        assertSources(new PartialOperator(), 6, 11, new OptionValues().with("layers", "0-1,2-x*,4-5"), 0, 1, 2, 3, 4, 5, 2, 3, 4, 4, 5);
        assertSources(new PartialOperator(), 6, 8, new OptionValues().with("layers", "0-2x*,3-5"), 0, 1, 2, 0, 1, 3, 4, 5);
        assertSources(new PartialOperator(), 2, 4, new OptionValues().with("layers", "0,1x*"), 0, 1, 1, 1);
    }

    /** Midas as its paper runs it: from one block, one block at a time. */
    @Test
    void midasStageByStageCopiesTheMiddleEachTime() {
        MidasOperator midas = new MidasOperator();
        LayerMap layers = LayerMap.identity(1);
        for (int stage = 1; stage < 6; stage++) {
            ModelShape from = layers(small, stage);
            OptionValues block = new OptionValues().with("block", 1L);
            layers = layers.then(midas.plan(Trials.request(midas, from, layers(small, stage + 1), block)).map().layers());
        }
        assertThat(layers).isEqualTo(LayerMap.of(1, 0, 0, 0, 0, 0, 0));
        assertThat(midas.plan(Trials.request(midas, layers(small, 5), layers(small, 6))).map().layers())
                .isEqualTo(LayerMap.of(5, 0, 1, 2, 2, 3, 4));
    }

    @ParameterizedTest
    @EnumSource
    void layersAreTheirSourcesToTheLastBit(Family family) {
        ModelShape from = SmallShapes.of(family);
        for (GrowthOperator operator : List.of(new InterpolateOperator(), new LastBlockOperator(), new MidasOperator(),
                new PartialOperator(), new StackOperator())) {
            GrowthRequest request = Trials.request(operator, from, layers(from, 4), new OptionValues().with("layers", "1,0x2,1"));
            Grown result = Trials.grow(operator, request);
            ModelState before = RandomModels.model(from, 3);
            ParameterLayout.of(result.state().shape()).parameters().forEach(p -> {
                String source = p.layer() < 0 ? p.name() : p.inLayer(result.map().layers().layers().get(p.layer()).layer()).name();
                assertThat(Trials.values(result.state().parameters().get(p.name()))).as(p.name())
                        .containsExactly(Trials.values(before.parameters().get(source)));
            });
            assertThat(operator.plan(request).preservation()).isEqualTo(Preservation.NONE);
            assertThat(operator.card().families()).contains(family);
            assertThat(Trials.logitChange(from, result)).isGreaterThan(1e-3);
        }
    }

    @Test
    void whatCannotBeIsRefusedInWords() {
        assertRefused(new LastBlockOperator(), 2, 5, new OptionValues(),
                "run.yaml:9: the last 3 of 2 layers cannot be copied; grow to at most 4");
        assertRefused(new MidasOperator(), 4, 7, new OptionValues(), "run.yaml:9: block: blocks of 3 layers divide neither or only one of"
                + " the 4 layers and the 3 added ones; give a divisor of both, or other depths");
        assertRefused(new MidasOperator(), 4, 8, new OptionValues().with("block", 3L), "run.yaml:1: block: blocks of 3 layers divide"
                + " neither or only one of the 4 layers and the 4 added ones; give a divisor of both, or other depths");
        assertRefused(new InterpolateOperator(), 4, 3, new OptionValues(), "run.yaml:9: interpolate cannot shrink layers from 4 to 3; give"
                + " more than 4");
        assertRefused(new PartialOperator(), 4, 6, new OptionValues().with("layers", "0-3"), "run.yaml:1: layers: 0-3 names 4 layers, but"
                + " the grown model has 6; name 2 more");
        assertRefused(new PartialOperator(), 4, 6, new OptionValues().with("layers", "0-3x2"), "run.yaml:1: layers: 0-3x2 names 8 layers,"
                + " but the grown model has 6; name 2 fewer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0-3,     | '' in '0-3,' is no layer, range or repetition; write e.g. 0-5,2-4x3,5 or 0-1,2-x*,4-5",
        "0-3,1--2 | '1--2' in '0-3,1--2' is no layer, range or repetition; write e.g. 0-5,2-4x3,5 or 0-1,2-x*,4-5",
        "0-3;1    | '0-3;1' in '0-3;1' is no layer, range or repetition; write e.g. 0-5,2-4x3,5 or 0-1,2-x*,4-5",
        "-1       | '-1' in '-1' is no layer, range or repetition; write e.g. 0-5,2-4x3,5 or 0-1,2-x*,4-5",
        "3-1      | the range 3-1 runs backwards; write 1-3",
        "0-4      | there is no layer 4 among 4; the last one is 3",
        "0-3,1x0  | '1x0' is repeated 0 times; leave it out",
        "4-       | there is no layer 4 among 4; the last one is 3",
        "0-3,x*   | 'x*' in '0-3,x*' is no layer, range or repetition; write e.g. 0-5,2-4x3,5 or 0-1,2-x*,4-5",
        "0x*,1-x* | '0x*,1-x*' repeats more than one part as often as fits; give all x* but one a number",
        "0-3,2-x*,0-1 | '0-3,2-x*,0-1' leaves no room for 2-x*: its other parts name 6 layers, and the grown model has 6; shorten them",
        "0x999999 | '0x999999' names more than 100000 layers"
    })
    void wrongListsOfLayersAreRefusedInWords(String list, String message) {
        assertRefused(new PartialOperator(), 4, 6, new OptionValues().with("layers", list), "run.yaml:1: layers: " + message);
    }

    private void assertSources(GrowthOperator operator, int from, int to, OptionValues options, int... sources) {
        GrowthRequest request = Trials.request(operator, layers(small, from), layers(small, to), options);
        assertThat(operator.plan(request).map().layers()).isEqualTo(LayerMap.of(from, sources));
    }

    private void assertRefused(GrowthOperator operator, int from, int to, OptionValues options, String message) {
        assertThatThrownBy(() -> operator.plan(Trials.request(operator, layers(small, from), layers(small, to), options)))
                .isInstanceOf(GrowthException.class).hasMessage(message);
    }

    private static ModelShape layers(ModelShape shape, int layers) {
        return shape.toBuilder().layers(layers).build();
    }
}
