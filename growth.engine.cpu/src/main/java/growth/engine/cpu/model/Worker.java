package growth.engine.cpu.model;

import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.Gemm;

/**
 * What one worker has to itself: its number, its rows on the heap, its products and kernels, and its part of what is summed over tokens.
 */
public final class Worker {
    private final int index;
    private final int count;
    private final Runnable barrier;
    final RowKernels kernels;
    final Gemm gemm;
    /** Rows on the heap, each as long as the longest row of the model. */
    float[] first = {};
    float[] second = {};
    float[] third = {};
    float[] gain = {};
    float[] bias = {};
    /** Mean and 1/deviation of a row. */
    final float[] statistics = new float[Norm.STATISTICS];
    /** Gradients of biases and gains, summed over this worker's tokens, in the order of the flat layout's vectors. */
    float[] vectorGradients = {};
    /** Loss summed over this worker's scored tokens, in nats. */
    double loss;
    /** Scored tokens of this worker whose label has the highest logit; counted where no gradients are computed. */
    long correct;

    /**
     * @param index   number of the worker, from 0
     * @param count   how many workers there are
     * @param barrier returns when every worker has run it
     * @param kernels row kernels of this worker alone
     */
    public Worker(int index, int count, Runnable barrier, RowKernels kernels) {
        this.index = index;
        this.count = count;
        this.barrier = barrier;
        this.kernels = kernels;
        gemm = new Gemm(index);
    }

    /** Makes the heap rows long enough; nothing happens where they are already. */
    public void fitRows(int longest) {
        if (first.length < longest) {
            first = new float[longest];
            second = new float[longest];
            third = new float[longest];
            gain = new float[longest];
            bias = new float[longest];
        }
    }

    /** Makes room for the gradients of that many vector elements. */
    public void fitVectors(int vectors) {
        if (vectorGradients.length != vectors) {
            vectorGradients = new float[vectors];
        }
    }

    /** @return number of the worker, from 0 */
    int index() {
        return index;
    }

    /** @return how many workers there are */
    int count() {
        return count;
    }

    /** @return the row kernels of this worker alone */
    public RowKernels kernels() {
        return kernels;
    }

    /** @return the first of this worker's share of n things; the share ends where that of the next worker starts */
    public long from(long n) {
        return share(n, index);
    }

    /** @return the first behind this worker's share of n things */
    public long to(long n) {
        return share(n, index + 1);
    }

    private long share(long n, int worker) {
        return n / count * worker + n % count * worker / count;
    }

    /** Sets the loss to 0, and the number of labels that were right. */
    public void clearLoss() {
        loss = 0;
        correct = 0;
    }

    /** @return scored tokens whose label has the highest logit; counted where no gradients are computed */
    public long correct() {
        return correct;
    }

    /** @return the losses of the tokens this worker has scored, added up, in nats */
    public double loss() {
        return loss;
    }

    /** Waits until every worker has come here. */
    void awaitOthers() {
        barrier.run();
    }
}
