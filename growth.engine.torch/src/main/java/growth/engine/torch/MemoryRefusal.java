package growth.engine.torch;

import growth.api.Amounts;
import growth.api.GrowthException;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.Precision;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.engine.torch.aten.OutOfDeviceMemory;
import java.util.ArrayList;
import java.util.List;

/** What is said when a device has too little memory: how much a session takes, and what makes it less. */
final class MemoryRefusal {
    private MemoryRefusal() {
    }

    /** Returns the one line. */
    static GrowthException of(ModelShape shape, EngineOptions options, OutOfDeviceMemory cause) {
        MemoryEstimate estimate = MemoryEstimate.of(shape, View.full(), options, 1);
        List<String> remedies = new ArrayList<>();
        if (options.rows() > 1) {
            remedies.add("raise training.accumulation, so that fewer rows are computed at once");
        }
        if (options.recompute() != Recompute.BLOCK) {
            remedies.add("set training.recompute: block");
        }
        if (options.placement().precision() == Precision.F32) {
            remedies.add("set engine.precision: bf16");
        }
        remedies.add("make the model or its context smaller");
        return new GrowthException(GrowthException.Kind.CONFIGURATION, "out of memory on " + options.placement().device()
                + ": a session of " + options.rows() + " rows takes about " + Amounts.bytes(estimate.total()) + " ("
                + Amounts.bytes(estimate.model()) + " for the model, " + Amounts.bytes(estimate.activations() + estimate.logits())
                + " for a batch); " + String.join(", or ", remedies), cause);
    }
}
