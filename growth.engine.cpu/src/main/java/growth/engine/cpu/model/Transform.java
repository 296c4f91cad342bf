package growth.engine.cpu.model;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.ParameterRole;
import growth.engine.cpu.kernels.GeluKind;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/** The transform of BERT's masked-language-model head: norm(gelu(W·x + b)) (Devlin et al. 2019; Hugging Face's BertForMaskedLM). */
final class Transform extends Readout {
    private final int hidden;
    private final Linear dense;
    private final Norm norm;

    Transform(FlatLayout layout) {
        super(layout.shape().hidden());
        hidden = layout.shape().hidden();
        dense = Linear.of(layout, ParameterRole.HEAD_TRANSFORM, NO_LAYER, hidden, hidden);
        norm = new Norm(layout, ParameterRole.HEAD_TRANSFORM_NORM, NO_LAYER);
    }

    @Override
    void forward(Worker worker, Pass pass, Region stream) {
        ActivationLayout.HeadRegions at = pass.layout().head();
        FloatMemory workspace = pass.workspace();
        int first = pass.firstScore(worker);
        int end = pass.endScore(worker);
        for (int i = first; i < end; i++) {
            workspace.read(stream.row(pass.scores().rows()[i]), worker.first, hidden);
            workspace.write(at.gathered().row(i), worker.first, hidden);
        }
        dense.forward(worker, pass, at.gathered(), first, workspace, at.entering(), first, end - first);
        for (int i = first; i < end; i++) {
            workspace.read(at.entering().row(i), worker.first, hidden);
            worker.kernels.gelu(GeluKind.ERF, worker.first, worker.second, hidden);
            workspace.write(at.transformed().row(i), worker.second, hidden);
        }
        norm.forward(worker, pass, first, end, null, at.transformed(), at.normed(), at.statistics());
    }

    @Override
    void backward(Worker worker, Pass pass, Region stream) {
        ActivationLayout.HeadRegions at = pass.layout().head();
        FloatMemory workspace = pass.workspace();
        int first = pass.firstScore(worker);
        int end = pass.endScore(worker);
        norm.backward(worker, pass, first, end, null, at.normedGradient(), at.transformed(), at.statistics(), null, at.normedGradient());
        for (int i = first; i < end; i++) {
            workspace.read(at.entering().row(i), worker.first, hidden);
            workspace.read(at.normedGradient().row(i), worker.second, hidden);
            worker.kernels.geluBackward(GeluKind.ERF, worker.first, worker.second, hidden);
            workspace.write(at.entering().row(i), worker.first, hidden);
        }
        // the head has done with the normed rows, so that they can take the gradient of the gathered ones
        dense.backward(worker, pass, at.entering(), first, at.normed(), first, end - first, 0);
        worker.awaitOthers();
        if (pass.conditions().trainable().head()) {
            dense.weightGradient(worker, pass, at.entering(), 0, at.gathered(), 0, pass.scores().count(), pass.accumulate());
        }
        clearOthers(worker, pass);
        for (int i = first; i < end; i++) {
            workspace.read(at.normed().row(i), worker.first, hidden);
            workspace.write(pass.layout().gradient().row(pass.scores().rows()[i]), worker.first, hidden);
        }
    }
}
