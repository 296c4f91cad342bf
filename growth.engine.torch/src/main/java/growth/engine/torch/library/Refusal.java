package growth.engine.torch.library;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;

/** Why there is no libtorch to compute with: one line, with what to install. */
public final class Refusal {
    /** What to do where there is none. */
    static final String INSTALL = "install PyTorch 2.10 or later (pip install torch) and let GROWTH_TORCH or engine.library name its"
            + " folder, which python -c 'import torch; print(torch.__path__[0])' prints";

    private Refusal() {
    }

    /** Returns the exception. */
    public static GrowthException of(String reason) {
        return new GrowthException(Kind.MISSING_PLUGIN, reason);
    }
}
