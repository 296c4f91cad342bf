package growth.engine.torch.model;

import growth.engine.common.random.Dropout.Site;
import growth.engine.torch.aten.Tensor;

/**
 * The addition of a branch's output to the residual stream, after dropout and stochastic depth.
 *
 * @param site  which branch
 * @param layer the block
 */
record Residual(Site site, int layer) {
    /** Computes x + branch in single precision. */
    Tensor add(Pass pass, Tensor x, Tensor branch) {
        Noise noise = pass.noise();
        return pass.aten().add(x, noise == null ? branch : noise.thin(site, layer, noise.drop(site, layer, branch)));
    }
}
