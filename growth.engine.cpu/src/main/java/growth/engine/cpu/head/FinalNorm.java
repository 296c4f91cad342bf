package growth.engine.cpu.head;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.ParameterRole;
import growth.engine.common.layout.FlatLayout;
import growth.engine.cpu.layer.Norm;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations.HeadRegions;
import growth.engine.cpu.pass.Pass;

/** The final norm of models whose norms stand before the branches. */
final class FinalNorm extends Readout {
    private final Norm norm;

    FinalNorm(FlatLayout layout) {
        norm = new Norm(layout, ParameterRole.FINAL_NORM, NO_LAYER);
    }

    @Override
    public void forward(Worker worker, Pass pass, Region stream) {
        HeadRegions at = pass.activations().head();
        norm.forward(worker, pass, scored(worker, pass, pass.rows().scoredRows()), new Norm.Kept(stream, at.statistics()), at.normed());
    }

    @Override
    public void backward(Worker worker, Pass pass, Region stream) {
        HeadRegions at = pass.activations().head();
        clearUnscored(worker, pass);
        norm.backward(worker, pass, scored(worker, pass, pass.rows().scoredRows()), new Norm.Kept(stream, at.statistics()),
                at.normedGradient(), null, pass.activations().gradients().stream());
    }
}
