package growth.api.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import org.junit.jupiter.api.Test;

class ShapeChangeTest {
    private final ModelShape base = ModelShape.builder(Family.LLAMA).layers(12).hidden(256).heads(8).kvHeads(4).intermediate(704)
            .vocabulary(4096)
            .context(256).build();

    @Test
    void changesWhatItNames() {
        ModelShape small = ShapeChange.parse("layers=3, intermediate=352").applyTo(base);
        assertThat(small).isEqualTo(base.toBuilder().layers(3).intermediate(352).build());
    }

    @Test
    void keepsTheHeadSizeWhenTheHiddenSizeChanges() {
        ModelShape small = ShapeChange.parse("hidden=128").applyTo(base);
        assertThat(small.headSize()).isEqualTo(32);
        assertThat(small.heads()).isEqualTo(4);
        assertThat(small.kvHeads()).isEqualTo(2);
        assertThatThrownBy(() -> ShapeChange.parse("hidden=100").applyTo(base)).isInstanceOf(GrowthException.class)
                .hasMessageContaining("give heads");
    }

    @Test
    void letsHeadsBeGiven() {
        ModelShape shape = ShapeChange.parse("heads=4,kv-heads=2").applyTo(base);
        assertThat(shape.headSize()).isEqualTo(64);
        assertThat(ShapeChange.parse("heads=16,head-size=32").applyTo(base).attentionSize()).isEqualTo(512);
    }

    @Test
    void saysWhatItCannotRead() {
        assertThatThrownBy(() -> ShapeChange.parse("layers=three")).isInstanceOf(GrowthException.class)
                .hasMessageContaining("layers=three");
        assertThatThrownBy(() -> ShapeChange.parse("depth=3")).isInstanceOf(GrowthException.class)
                .hasMessageContaining("'depth' is not a size");
        assertThatThrownBy(() -> ShapeChange.parse("layers=3,layers=4")).isInstanceOf(GrowthException.class);
    }
}
