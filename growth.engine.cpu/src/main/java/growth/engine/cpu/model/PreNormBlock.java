package growth.engine.cpu.model;

import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.Region;

/** A block with its norms before the branches: y = x + attention(norm(x)), and that becomes y + mlp(norm(y)). */
final class PreNormBlock extends Block {
    PreNormBlock(FlatLayout layout, int layer, Rotary rotary) {
        super(layout, layer, rotary);
    }

    @Override
    void compute(Worker worker, Pass pass, ActivationLayout.BlockRegions kept, Region before, Region after) {
        Region branch = pass.layout().branch();
        attentionNorm.forward(worker, pass, before, kept.attentionNormed(), kept.attentionStatistics());
        attention.forward(worker, pass, kept.attentionNormed(), branch);
        attentionResidual.add(worker, pass, before, branch, kept.middle());
        mlpNorm.forward(worker, pass, kept.middle(), kept.mlpIn(), kept.mlpStatistics());
        mlp.forward(worker, pass, kept.mlpIn(), branch);
        mlpResidual.add(worker, pass, kept.middle(), branch, after);
    }

    @Override
    void computeAttention(Worker worker, Pass pass, ActivationLayout.BlockRegions kept, Region before) {
        attentionNorm.forward(worker, pass, before, kept.attentionNormed(), kept.attentionStatistics());
        attention.mix(worker, pass, kept.attentionNormed());
    }

    @Override
    void differentiate(Worker worker, Pass pass, ActivationLayout.BlockRegions kept, Region before) {
        ActivationLayout at = pass.layout();
        Region gradient = mlpResidual.branchGradient(worker, pass, at.gradient(), at.thinnedMlpGradient());
        mlp.backward(worker, pass, kept.mlpIn(), gradient, at.branch());
        mlpNorm.backward(worker, pass, at.branch(), kept.middle(), kept.mlpStatistics(), at.gradient(), at.middleGradient());
        differentiateAttention(worker, pass, kept, before, kept.attentionNormed(), at.middleGradient());
        attentionNorm.backward(worker, pass, at.branch(), before, kept.attentionStatistics(), at.middleGradient(), at.gradient());
    }
}
