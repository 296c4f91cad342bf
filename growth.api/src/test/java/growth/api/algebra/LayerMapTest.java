package growth.api.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LayerMapTest {

    @Test
    void everyMapHasItsOrder() {
        assertThat(words(LayerMap.stack(3, 9))).isEqualTo("0 1 2 0 1 2 0 1 2");
        assertThat(words(LayerMap.interpolate(3, 6))).isEqualTo("0 0 1 1 2 2");
        assertThat(words(LayerMap.interpolate(2, 5))).isEqualTo("0 0 0 1 1");
        assertThat(words(LayerMap.lastBlock(3, 5))).isEqualTo("0 1 2 1 2");
        assertThat(words(LayerMap.middleBlock(6, 2))).isEqualTo("0 1 2 3 2 3 4 5");
        assertThat(words(LayerMap.middleBlock(4, 1))).isEqualTo("0 1 1 2 3");
        assertThat(words(LayerMap.middleBlock(4, 4))).isEqualTo("0 1 2 3 0 1 2 3");
        assertThat(words(LayerMap.overlap(4, 6))).isEqualTo("0 1 2 1 2 3");
        assertThat(words(LayerMap.of(3, 2, 0, 1))).isEqualTo("2 0 1");
    }

    @Test
    void theRestOfAStackIsTheLastLayers() {
        assertThat(words(LayerMap.stack(3, 8))).isEqualTo("0 1 2 0 1 2 1 2");
        assertThat(words(LayerMap.stack(3, 4))).isEqualTo("0 1 2 2");
        assertThat(words(LayerMap.identityAppended(3, 5))).isEqualTo("0 1 2 1° 2°");
    }

    @Test
    void silentCopiesFollowTheirSourcesSpreadEvenly() {
        assertThat(words(LayerMap.identityInterleaved(2, 4))).isEqualTo("0 0° 1 1°");
        assertThat(words(LayerMap.identityInterleaved(4, 6))).isEqualTo("0 1 1° 2 3 3°");
        assertThat(words(LayerMap.identityInterleaved(2, 8))).isEqualTo("0 0° 0° 0° 1 1° 1° 1°");
        assertThat(words(LayerMap.identityInterleaved(3, 5))).isEqualTo("0 1 1° 2 2°");
        assertThat(LayerMap.identityInterleaved(32, 40).layers().stream().filter(LayerMap.Source::silent).map(LayerMap.Source::layer))
                .containsExactly(3, 7, 11, 15, 19, 23, 27, 31);
    }

    @Test
    void mapsCanFollowOneAnother() {
        assertThat(LayerMap.stack(3, 6).then(LayerMap.stack(6, 12))).isEqualTo(LayerMap.stack(3, 12));
        assertThat(words(LayerMap.identityInterleaved(1, 2).then(LayerMap.stack(2, 4)))).isEqualTo("0 0° 0 0°");
        assertThatThrownBy(() -> LayerMap.stack(3, 6).then(LayerMap.stack(3, 6))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void repetitionsAreRecognised() {
        LayerMap map = LayerMap.stack(2, 5);
        assertThat(map.repeated(1)).isFalse();
        assertThat(map.repeated(2)).isTrue();
        assertThat(LayerMap.stack(2, 2).isIdentity()).isTrue();
        assertThat(map.isIdentity()).isFalse();
    }

    @Test
    void insertedBlocksAreFreshOrSilentOrRepeated() {
        assertThat(LayerMap.stack(2, 5).inserted()).containsExactly(2, 3, 4);
        assertThat(LayerMap.interpolate(2, 4).inserted()).containsExactly(1, 3);
        assertThat(LayerMap.identityInterleaved(4, 6).inserted()).containsExactly(2, 5);
        assertThat(LayerMap.middleBlock(6, 2).inserted()).containsExactly(4, 5);
        LayerMap silentFirst = new LayerMap(1, List.of(new LayerMap.Source(0, true), new LayerMap.Source(0, false),
                new LayerMap.Source(IndexMap.NEW, false)));
        assertThat(silentFirst.inserted()).containsExactly(0, 2);
        assertThat(LayerMap.identity(3).inserted()).isEmpty();
    }

    @Test
    void theImpossibleIsRefusedInWords() {
        assertThatThrownBy(() -> LayerMap.stack(3, 2)).isInstanceOf(GrowthException.class)
                .hasMessage("3 layers cannot shrink to 2; the new depth must be at least the old one");
        assertThatThrownBy(() -> LayerMap.lastBlock(2, 5)).isInstanceOf(GrowthException.class).hasMessageContaining("at most 4");
        assertThatThrownBy(() -> LayerMap.middleBlock(5, 2)).isInstanceOf(GrowthException.class).hasMessageContaining("do not divide 5");
        assertThatThrownBy(() -> LayerMap.overlap(4, 7)).isInstanceOf(GrowthException.class).hasMessageContaining("even number up to 8");
        assertThatThrownBy(() -> LayerMap.of(2, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String words(LayerMap map) {
        return map.layers().stream().map(s -> s.layer() + (s.silent() ? "°" : "")).collect(Collectors.joining(" "));
    }
}
