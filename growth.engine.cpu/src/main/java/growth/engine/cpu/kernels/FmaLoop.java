package growth.engine.cpu.kernels;

/** Fused multiply-adds that touch no memory: no product of matrices can be faster. For one thread. */
public interface FmaLoop {
    /**
     * Makes that many rounds of multiply-adds, and returns a sum that depends on all of them.
     *
     * @param many whether with as many accumulators as suit a processor of 32 vector registers; else for one of 16
     */
    float run(int rounds, boolean many);

    /** Returns the multiply-adds of a round, each of two numbers. */
    int perRound(boolean many);

    /** Returns the multiply-adds that an instruction makes. */
    int width();
}
