package growth.engine.torch.explicit;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.engine.common.layout.FlatLayout;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.kernels.FusedSteps;
import growth.engine.torch.kernels.FusedSteps.Angles;
import growth.engine.torch.model.Parts;
import growth.engine.torch.model.Rotary;
import growth.engine.torch.model.Segment;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the parts of models whose blocks have explicit backward passes. */
public final class ExplicitParts {
    private ExplicitParts() {
    }

    /**
     * Makes the parts of a model in the innermost arena.
     *
     * @param source gives the fused steps
     */
    public static Parts of(Aten aten, FlatLayout layout, FusedSteps.Source source) {
        ModelShape shape = layout.shape();
        Parts others = Parts.of(aten, layout);
        Angles angles = shape.family() == Family.LLAMA ? angles(aten, shape) : null;
        List<Segment> blocks = IntStream.range(0, shape.layers())
                .<Segment>mapToObj(i -> new ExplicitBlock(layout, i, others.blocks().get(i), angles, source)).toList();
        return new Parts(others.embedding(), blocks, others.head().with(loss -> new ExplicitLoss(loss, source)));
    }

    private static Angles angles(Aten aten, ModelShape shape) {
        Rotary rotary = new Rotary(aten, shape);
        long half = shape.headSize() / 2;
        return new Angles(half(aten, rotary.cosines(), 0, half), half(aten, rotary.sines(), half, half));
    }

    /** Returns {@code [positions, half]} of a table {@code [positions, 1, headSize]}. */
    private static Tensor half(Aten aten, Tensor table, long from, long half) {
        return aten.view(aten.contiguous(aten.narrow(table, -1, from, half)), -1, half);
    }
}
