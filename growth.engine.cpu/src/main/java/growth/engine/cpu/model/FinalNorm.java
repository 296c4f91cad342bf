package growth.engine.cpu.model;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.ParameterRole;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.Region;

/** The last norm of models whose norms stand before the branches. */
final class FinalNorm extends Readout {
    private final Norm norm;

    FinalNorm(FlatLayout layout) {
        super(layout.shape().hidden());
        norm = new Norm(layout, ParameterRole.FINAL_NORM, NO_LAYER);
    }

    @Override
    void forward(Worker worker, Pass pass, Region stream) {
        ActivationLayout.HeadRegions at = pass.layout().head();
        norm.forward(worker, pass, pass.firstScore(worker), pass.endScore(worker), pass.scores().rows(), stream, at.normed(),
                at.statistics());
    }

    @Override
    void backward(Worker worker, Pass pass, Region stream) {
        ActivationLayout.HeadRegions at = pass.layout().head();
        clearOthers(worker, pass);
        norm.backward(worker, pass, pass.firstScore(worker), pass.endScore(worker), pass.scores().rows(), at.normedGradient(), stream,
                at.statistics(), null, pass.layout().gradient());
    }
}
