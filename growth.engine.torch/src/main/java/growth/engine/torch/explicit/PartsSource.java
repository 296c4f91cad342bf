package growth.engine.torch.explicit;

import growth.engine.common.layout.FlatLayout;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.kernels.FlatAdamW;
import growth.engine.torch.kernels.FusedSteps;
import growth.engine.torch.kernels.Kernels;
import growth.engine.torch.model.Parts;
import java.util.Optional;

/** Makes the parts of a session's models, one after the other. */
public final class PartsSource implements AutoCloseable {
    private final Aten aten;
    private final FusedSteps.Source steps;
    private final Kernels kernels;

    /**
     * @param steps   gives the steps of explicit backward passes; null: they are autograd's
     * @param kernels is closed with this; null: there are none
     */
    PartsSource(Aten aten, FusedSteps.Source steps, Kernels kernels) {
        this.aten = aten;
        this.steps = steps;
        this.kernels = kernels;
    }

    /** Makes the parts of a model in the innermost arena. */
    public Parts parts(FlatLayout layout) {
        return steps == null ? Parts.of(aten, layout) : ExplicitParts.of(aten, layout, steps);
    }

    /** Returns a kernel for the optimizer, if there is one. */
    public Optional<FlatAdamW> adamW() {
        return steps == null ? Optional.empty() : steps.adamW(aten);
    }

    @Override
    public void close() {
        if (kernels != null) {
            kernels.close();
        }
    }
}
