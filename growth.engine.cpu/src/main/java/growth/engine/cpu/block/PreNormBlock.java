package growth.engine.cpu.block;

import growth.engine.common.layout.FlatLayout;
import growth.engine.cpu.layer.Norm;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations.BlockRegions;
import growth.engine.cpu.pass.Activations.GradientRegions;
import growth.engine.cpu.pass.Pass;

/** A block with its norms before the branches: y = x + attention(norm(x)); its output is y + mlp(norm(y)). */
final class PreNormBlock extends Block {
    PreNormBlock(FlatLayout layout, int layer, Rotary rotary) {
        super(layout, layer, rotary);
    }

    @Override
    void compute(Worker worker, Pass pass, BlockRegions kept, Region before, Region after) {
        Region branch = pass.activations().shared().branch();
        attentionNorm.forward(worker, pass, attentionKept(kept, before), kept.attention().normed());
        attention.forward(worker, pass, kept.attention().normed(), branch);
        attentionResidual.add(worker, pass, before, branch, kept.middle());
        mlpNorm.forward(worker, pass, mlpKept(kept), kept.mlp().input());
        mlp.forward(worker, pass, kept.mlp().input(), branch);
        mlpResidual.add(worker, pass, kept.middle(), branch, after);
    }

    private static Norm.Kept attentionKept(BlockRegions kept, Region before) {
        return new Norm.Kept(before, kept.attention().statistics());
    }

    private static Norm.Kept mlpKept(BlockRegions kept) {
        return new Norm.Kept(kept.middle(), kept.mlp().statistics());
    }

    @Override
    void computeAttention(Worker worker, Pass pass, BlockRegions kept, Region before) {
        attentionNorm.forward(worker, pass, attentionKept(kept, before), kept.attention().normed());
        attention.context(worker, pass, kept.attention().normed());
    }

    @Override
    void differentiate(Worker worker, Pass pass, BlockRegions kept, Region before) {
        GradientRegions gradients = pass.activations().gradients();
        Region branch = pass.activations().shared().branch();
        Region gradient = mlpResidual.branchGradient(worker, pass, gradients.stream(), gradients.maskedMlp());
        mlp.backward(worker, pass, kept.mlp().input(), gradient, branch);
        mlpNorm.backward(worker, pass, mlpKept(kept), branch, gradients.stream(), gradients.middle());
        differentiateAttention(worker, pass, kept, kept.attention().normed(), gradients.middle());
        attentionNorm.backward(worker, pass, attentionKept(kept, before), branch, gradients.middle(), gradients.stream());
    }
}
