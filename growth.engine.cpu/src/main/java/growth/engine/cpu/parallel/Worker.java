package growth.engine.cpu.parallel;

import growth.engine.common.batch.Sequences;
import growth.engine.cpu.kernels.NormRow;
import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.kernels.SoftmaxRows;
import growth.engine.cpu.memory.Gemm;
import java.util.Arrays;

/**
 * The things that one worker has to itself: its number, its rows on the heap, its products and kernels, and its part of the sums over
 * tokens.
 */
public final class Worker {
    private final int index;
    private final int count;
    private final Runnable barrier;
    private final RowKernels kernels;
    private final Gemm gemm;
    private final NormRow norm = new NormRow();
    private final SoftmaxRows softmax = new SoftmaxRows();
    private float[] first = {};
    private float[] second = {};
    private float[] third = {};
    private float[] vectorGradients = {};
    private double loss;
    private long correct;

    /**
     * @param index   number of the worker, from 0
     * @param count   number of workers
     * @param barrier returns when every worker has run it
     * @param kernels row kernels of this worker alone
     * @param gemm    matrix products of this worker alone
     */
    public Worker(int index, int count, Runnable barrier, RowKernels kernels, Gemm gemm) {
        this.index = index;
        this.count = count;
        this.barrier = barrier;
        this.kernels = kernels;
        this.gemm = gemm;
    }

    /** Returns a worker on this one's thread that shares its work with nobody; many of its products are of one row. */
    public Worker alone() {
        return new Worker(0, 1, () -> { }, kernels, gemm.ofRows());
    }

    /** Makes the heap rows that long, if they are shorter. */
    public void fitRows(int longest) {
        if (first.length < longest) {
            first = new float[longest];
            second = new float[longest];
            third = new float[longest];
        }
        norm.fit(longest);
    }

    /** Makes room for the gradients of that many elements of biases and gains. */
    public void fitVectors(int vectors) {
        if (vectorGradients.length != vectors) {
            vectorGradients = new float[vectors];
        }
    }

    /** Returns the number of the worker, from 0. */
    public int index() {
        return index;
    }

    /** Returns the number of workers. */
    public int count() {
        return count;
    }

    /** Returns whether this is the last worker, which does what one worker does for all. */
    public boolean last() {
        return index == count - 1;
    }

    /** Returns the row kernels. */
    public RowKernels kernels() {
        return kernels;
    }

    /** Returns the matrix products. */
    public Gemm gemm() {
        return gemm;
    }

    /** Returns a row on the heap, as long as the longest row of the model; so are the next two. */
    public float[] first() {
        return first;
    }

    /** Returns a second row. */
    public float[] second() {
        return second;
    }

    /** Returns a third row. */
    public float[] third() {
        return third;
    }

    /** Returns the norm whose rows this worker computes at the moment. */
    public NormRow norm() {
        return norm;
    }

    /** Returns what is known of the rows of attention that this worker computes at the moment. */
    public SoftmaxRows softmax() {
        return softmax;
    }

    /** Returns the gradients of biases and gains, summed over this worker's tokens, in the order of the flat layout's vectors. */
    public float[] vectorGradients() {
        return vectorGradients;
    }

    /** Returns the first of this worker's share of n things; the share ends where that of the next worker begins. */
    public long from(long n) {
        return share(n, index);
    }

    /** Returns the first of n things behind this worker's share. */
    public long to(long n) {
        return share(n, index + 1);
    }

    private long share(long n, int worker) {
        return n / count * worker + n % count * worker / count;
    }

    /** Returns the first of the worker's sequences; workers share out whole sequences. */
    public int firstSequence(Sequences sequences) {
        return (int) from(sequences.count());
    }

    /** Returns the first sequence behind the worker's. */
    public int endSequence(Sequences sequences) {
        return (int) to(sequences.count());
    }

    /** Returns the first row of the worker's sequences. */
    public int firstRow(Sequences sequences) {
        return sequences.start(firstSequence(sequences));
    }

    /** Returns the first row behind the worker's. */
    public int endRow(Sequences sequences) {
        return sequences.start(endSequence(sequences));
    }

    /** Returns the number of the worker's rows. */
    public int rows(Sequences sequences) {
        return endRow(sequences) - firstRow(sequences);
    }

    /** Sets the loss and the number of correct labels to 0. */
    public void clearLoss() {
        loss = 0;
        correct = 0;
    }

    /** Adds the loss of a label, in nats. */
    public void addLoss(double nats) {
        loss += nats;
    }

    /** Counts a label that has the highest logit. */
    public void countCorrect() {
        correct++;
    }

    /** Returns the summed loss of this worker's scored labels, in nats. */
    public double loss() {
        return loss;
    }

    /** Returns the number of this worker's scored labels that have the highest logit; counted where no gradients are computed. */
    public long correct() {
        return correct;
    }

    /** Sets the gradients of biases and gains to 0. */
    public void clearVectorGradients() {
        Arrays.fill(vectorGradients, 0);
    }

    /** Waits until every worker has come here. */
    public void awaitOthers() {
        barrier.run();
    }
}
