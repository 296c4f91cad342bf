package growth.engine.common.layout;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import org.junit.jupiter.api.Test;

class FlatLayoutTest {
    private static final ModelShape SHAPE = ModelShape.builder(Family.LLAMA).layers(3).hidden(12).heads(4).kvHeads(2).headSize(6)
            .intermediate(20).vocabulary(17).context(8).build();

    @Test
    void layoutsHoldEveryParameterOnceAndVectorsLast() {
        FlatLayout layout = new FlatLayout(SHAPE);
        assertThat(layout.places().keySet()).containsExactlyInAnyOrderElementsOf(ParameterLayout.of(SHAPE).byName().keySet());
        assertThat(layout.length()).isEqualTo(SHAPE.parameterCount());
        long at = 0;
        for (FlatLayout.Place place : layout.places().values()) {
            assertThat(place.at()).isEqualTo(at);
            assertThat(place.at() >= layout.vectorsAt()).isEqualTo(place.spec().kind() != ParameterSpec.Kind.WEIGHT);
            at = place.end();
        }
        assertThat(at).isEqualTo(layout.length());
    }

    @Test
    void weightsWithTheSameInputAreNeighbours() {
        FlatLayout layout = new FlatLayout(SHAPE);
        for (int layer = 0; layer < SHAPE.layers(); layer++) {
            assertThat(layout.weight(ParameterRole.KEY, layer).at()).isEqualTo(layout.weight(ParameterRole.QUERY, layer).end());
            assertThat(layout.weight(ParameterRole.VALUE, layer).at()).isEqualTo(layout.weight(ParameterRole.KEY, layer).end());
            assertThat(layout.weight(ParameterRole.UP, layer).at()).isEqualTo(layout.weight(ParameterRole.GATE, layer).end());
        }
        ModelShape bert = ModelShape.builder(Family.BERT).layers(2).hidden(8).heads(2).intermediate(16).vocabulary(10).context(6).build();
        FlatLayout other = new FlatLayout(bert);
        assertThat(other.weight(ParameterRole.KEY, 1).at()).isEqualTo(other.weight(ParameterRole.QUERY, 1).end());
        assertThat(other.weight(ParameterRole.VALUE, 1).at()).isEqualTo(other.weight(ParameterRole.KEY, 1).end());
    }
}
