package growth.parallel.session;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The outer optimizer of local steps: gradient descent with Nesterov momentum on the mean difference, whose sign is that of a gradient
 * (Douillard et al. 2023, algorithm 1, lines 12 and 14). With Δ = mean over ranks of (anchor − the rank's parameters):
 * <pre>
 * m ← μ·m + Δ
 * anchor ← anchor − η·(Δ + μ·m)
 * </pre>
 * as PyTorch's SGD does it (momentum μ, nesterov, no dampening). Element by element and in float32, so that all ranks get the same bits.
 *
 * @param lr       η
 * @param momentum μ
 */
record OuterOptimizer(double lr, double momentum) {

    /**
     * Makes one outer step of a tensor. All arrays have its shape.
     *
     * @param anchor     where all ranks began; receives where all go on from
     * @param remembered m, changed
     * @param difference Δ; used up
     */
    void step(INDArray anchor, INDArray remembered, INDArray difference) {
        remembered.muli(momentum).addi(difference);
        try (INDArray ahead = remembered.mul(momentum)) {
            anchor.subi(difference.addi(ahead).muli(lr));
        }
    }
}
