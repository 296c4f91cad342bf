package growth.engine.torch.model;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.engine.common.layout.FlatLayout;
import growth.engine.torch.aten.Aten;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The links of the chain that is a model.
 *
 * @param embedding makes the stream out of the batch
 * @param blocks    the blocks, all of the model's
 * @param head      reads the stream
 */
public record Parts(Segment embedding, List<Segment> blocks, Head head) {
    public Parts {
        blocks = List.copyOf(blocks);
    }

    /** Returns parts whose backward pass is autograd's. */
    public static Parts of(Aten aten, FlatLayout layout) {
        ModelShape shape = layout.shape();
        Rotary rotary = shape.family() == Family.LLAMA ? new Rotary(aten, shape) : null;
        List<Segment> blocks = IntStream.range(0, shape.layers()).<Segment>mapToObj(i -> Block.of(layout, i, rotary)).toList();
        return new Parts(Embedding.of(layout), blocks, Head.of(aten, layout));
    }
}
