package growth.engine.cpu.model;

import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.Region;

/** A block with its norms after the sums, as in BERT: y = norm(x + attention(x)), and that becomes norm(y + mlp(y)). */
final class PostNormBlock extends Block {
    PostNormBlock(FlatLayout layout, int layer, Rotary rotary) {
        super(layout, layer, rotary);
    }

    @Override
    void compute(Worker worker, Pass pass, ActivationLayout.BlockRegions kept, Region before, Region after) {
        Region branch = pass.layout().branch();
        attention.forward(worker, pass, before, branch);
        attentionResidual.add(worker, pass, before, branch, kept.middle());
        attentionNorm.forward(worker, pass, kept.middle(), kept.mlpIn(), kept.attentionStatistics());
        mlp.forward(worker, pass, kept.mlpIn(), branch);
        mlpResidual.add(worker, pass, kept.mlpIn(), branch, kept.last());
        mlpNorm.forward(worker, pass, kept.last(), after, kept.mlpStatistics());
    }

    @Override
    void computeAttention(Worker worker, Pass pass, ActivationLayout.BlockRegions kept, Region before) {
        attention.mix(worker, pass, before);
    }

    @Override
    void differentiate(Worker worker, Pass pass, ActivationLayout.BlockRegions kept, Region before) {
        ActivationLayout at = pass.layout();
        mlpNorm.backward(worker, pass, at.gradient(), kept.last(), kept.mlpStatistics(), null, at.lastGradient());
        Region gradient = mlpResidual.branchGradient(worker, pass, at.lastGradient(), at.thinnedMlpGradient());
        mlp.backward(worker, pass, kept.mlpIn(), gradient, at.branch());
        rows.add(worker, pass, at.branch(), at.lastGradient(), at.gradient());
        attentionNorm.backward(worker, pass, at.gradient(), kept.middle(), kept.attentionStatistics(), null, at.middleGradient());
        differentiateAttention(worker, pass, kept, before, before, at.middleGradient());
        rows.add(worker, pass, at.branch(), at.middleGradient(), at.gradient());
    }
}
