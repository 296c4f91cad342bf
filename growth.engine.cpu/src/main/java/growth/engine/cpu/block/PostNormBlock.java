package growth.engine.cpu.block;

import growth.engine.common.layout.FlatLayout;
import growth.engine.cpu.layer.Norm;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations.BlockRegions;
import growth.engine.cpu.pass.Activations.GradientRegions;
import growth.engine.cpu.pass.Pass;

/** A block with its norms after the sums, as in BERT: y = norm(x + attention(x)); its output is norm(y + mlp(y)). */
final class PostNormBlock extends Block {
    PostNormBlock(FlatLayout layout, int layer, Rotary rotary) {
        super(layout, layer, rotary);
    }

    @Override
    void compute(Worker worker, Pass pass, BlockRegions kept, Region before, Region after) {
        Region branch = pass.activations().shared().branch();
        attention.forward(worker, pass, before, branch);
        attentionResidual.add(worker, pass, before, branch, kept.middle());
        attentionNorm.forward(worker, pass, attentionKept(kept), kept.mlp().input());
        mlp.forward(worker, pass, kept.mlp().input(), branch);
        mlpResidual.add(worker, pass, kept.mlp().input(), branch, kept.last());
        mlpNorm.forward(worker, pass, mlpKept(kept), after);
    }

    private static Norm.Kept attentionKept(BlockRegions kept) {
        return new Norm.Kept(kept.middle(), kept.attention().statistics());
    }

    private static Norm.Kept mlpKept(BlockRegions kept) {
        return new Norm.Kept(kept.last(), kept.mlp().statistics());
    }

    @Override
    void computeAttention(Worker worker, Pass pass, BlockRegions kept, Region before) {
        attention.context(worker, pass, before);
    }

    @Override
    void differentiate(Worker worker, Pass pass, BlockRegions kept, Region before) {
        GradientRegions gradients = pass.activations().gradients();
        Region branch = pass.activations().shared().branch();
        mlpNorm.backward(worker, pass, mlpKept(kept), gradients.stream(), null, gradients.last());
        Region gradient = mlpResidual.branchGradient(worker, pass, gradients.last(), gradients.maskedMlp());
        mlp.backward(worker, pass, kept.mlp().input(), gradient, branch);
        add(worker, pass, branch, gradients.last(), gradients.stream());
        attentionNorm.backward(worker, pass, attentionKept(kept), gradients.stream(), null, gradients.middle());
        differentiateAttention(worker, pass, kept, before, gradients.middle());
        add(worker, pass, branch, gradients.middle(), gradients.stream());
    }
}
