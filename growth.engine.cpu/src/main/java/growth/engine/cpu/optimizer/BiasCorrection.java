package growth.engine.cpu.optimizer;

/** Adam's bias correction of entries that have seen a number of steps (Kingma and Ba 2015, algorithm 1). */
final class BiasCorrection {
    private BiasCorrection() {
    }

    /** @return rate / (1 − β₁ᵗ) */
    static float stepSize(double rate, double beta1, double steps) {
        return (float) (rate / (1 - Math.pow(beta1, steps)));
    }

    /** @return 1 / √(1 − β₂ᵗ) */
    static float rootScale(double beta2, double steps) {
        return (float) (1 / Math.sqrt(1 - Math.pow(beta2, steps)));
    }

    /** @return whether 1 − βᵗ is 1 in single precision */
    static boolean settled(double beta, double steps) {
        return (float) (1 - Math.pow(beta, steps)) == 1;
    }
}
