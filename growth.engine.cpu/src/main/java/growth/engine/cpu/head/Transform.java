package growth.engine.cpu.head;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.ParameterRole;
import growth.engine.common.layout.FlatLayout;
import growth.engine.cpu.kernels.GeluKind;
import growth.engine.cpu.layer.Linear;
import growth.engine.cpu.layer.Norm;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations.HeadRegions;
import growth.engine.cpu.pass.Activations.TransformRegions;
import growth.engine.cpu.pass.Pass;

/** The transform of BERT's masked-language-model head: norm(gelu(W·x + b)) (Devlin et al. 2019; Hugging Face's BertForMaskedLM). */
final class Transform extends Readout {
    private final int hidden;
    private final Linear dense;
    private final Norm norm;

    Transform(FlatLayout layout) {
        hidden = layout.shape().hidden();
        dense = Linear.of(layout, ParameterRole.HEAD_TRANSFORM, NO_LAYER, hidden, hidden);
        norm = new Norm(layout, ParameterRole.HEAD_TRANSFORM_NORM, NO_LAYER);
    }

    @Override
    public void forward(Worker worker, Pass pass, Region stream) {
        HeadRegions at = pass.activations().head();
        TransformRegions kept = at.transform();
        int first = pass.firstScored(worker);
        int end = pass.endScored(worker);
        for (int i = first; i < end; i++) {
            kept.input().copy(i, stream, pass.rows().scoredRows()[i]);
        }
        dense.forward(worker, pass, kept.input(), kept.preActivation(), first, end - first);
        for (int i = first; i < end; i++) {
            worker.kernels().gelu(GeluKind.ERF, stream.memory(), kept.preActivation().row(i), kept.activated().row(i), hidden);
        }
        norm.forward(worker, pass, scored(worker, pass, null), new Norm.Kept(kept.activated(), at.statistics()), at.normed());
    }

    @Override
    public void backward(Worker worker, Pass pass, Region stream) {
        HeadRegions at = pass.activations().head();
        TransformRegions kept = at.transform();
        Region gradient = at.normedGradient();
        int first = pass.firstScored(worker);
        int end = pass.endScored(worker);
        norm.backward(worker, pass, scored(worker, pass, null), new Norm.Kept(kept.activated(), at.statistics()), gradient, null,
                gradient);
        for (int i = first; i < end; i++) {
            worker.kernels().geluBackward(GeluKind.ERF, stream.memory(), kept.preActivation().row(i), gradient.row(i), hidden);
        }
        // the head has done with the normed rows, so that they can take the gradient of the input
        dense.backward(worker, pass, kept.preActivation(), at.normed(), first, end - first);
        worker.awaitOthers();
        if (pass.conditions().trainable().head()) {
            dense.weightGradient(worker, pass, kept.preActivation(), kept.input(), pass.rows().scored().total(), pass.accumulate());
        }
        clearUnscored(worker, pass);
        for (int i = first; i < end; i++) {
            pass.activations().gradients().stream().copy(pass.rows().scoredRows()[i], at.normed(), i);
        }
    }
}
