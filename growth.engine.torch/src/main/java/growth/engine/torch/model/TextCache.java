package growth.engine.torch.model;

import growth.api.model.ModelShape;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.batch.Past;
import java.util.Arrays;

/** Keys and values of a text in every block, for as many positions as it may have. */
final class TextCache implements Past, AutoCloseable {
    private final Aten aten;
    private final Tensor[] keys;
    private final Tensor[] values;
    private int positions;

    /**
     * @param most      most positions
     * @param precision type of keys and values
     */
    TextCache(Aten aten, ModelShape shape, int most, Dtype precision) {
        this.aten = aten;
        keys = new Tensor[shape.layers()];
        values = new Tensor[shape.layers()];
        Arrays.setAll(keys, i -> aten.hold(aten.tensors().empty(precision, 1, shape.kvHeads(), most, shape.headSize())));
        Arrays.setAll(values, i -> aten.hold(aten.tensors().empty(precision, 1, shape.kvHeads(), most, shape.headSize())));
    }

    @Override
    public int positions() {
        return positions;
    }

    /** Adds positions that every block has kept. */
    void advance(int read) {
        positions += read;
    }

    /** Forgets all positions. */
    void clear() {
        positions = 0;
    }

    @Override
    public KeyValue extend(int layer, Tensor nextKeys, Tensor nextValues) {
        return new KeyValue(extend(keys[layer], nextKeys), extend(values[layer], nextValues));
    }

    private Tensor extend(Tensor all, Tensor next) {
        try (Arena arena = aten.open()) {
            aten.inPlace().copy(aten.narrow(all, 2, positions, next.size(2)), next);
            return arena.keep(aten.narrow(all, 2, 0, positions + next.size(2)));
        }
    }

    @Override
    public void close() {
        for (int layer = 0; layer < keys.length; layer++) {
            keys[layer].release();
            values[layer].release();
        }
    }
}
