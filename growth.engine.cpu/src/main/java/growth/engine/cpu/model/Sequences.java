package growth.engine.cpu.model;

/** Where the sequences of a batch lie, one after the other, in the rows of a region. The workers share them out whole. */
public final class Sequences {
    private final int[] starts;

    private Sequences(int[] starts) {
        this.starts = starts;
    }

    /** @return sequences of the same length */
    public static Sequences uniform(int count, int length) {
        int[] starts = new int[count + 1];
        for (int i = 0; i <= count; i++) {
            starts[i] = i * length;
        }
        return new Sequences(starts);
    }

    /** @param starts first row of each sequence, and at last the number of rows */
    public static Sequences of(int[] starts) {
        return new Sequences(starts.clone());
    }

    /** @return how many sequences */
    public int count() {
        return starts.length - 1;
    }

    /** @return rows of all together */
    public int total() {
        return starts[starts.length - 1];
    }

    /** @return first row of that sequence */
    int start(int sequence) {
        return starts[sequence];
    }

    /** @return rows of that sequence */
    int length(int sequence) {
        return starts[sequence + 1] - starts[sequence];
    }

    /** @return the first of the worker's sequences */
    int first(Worker worker) {
        return (int) worker.from(count());
    }

    /** @return the first sequence behind the worker's */
    int end(Worker worker) {
        return (int) worker.to(count());
    }

    /** @return the first of the worker's rows */
    int firstRow(Worker worker) {
        return starts[first(worker)];
    }

    /** @return the first row behind the worker's */
    int endRow(Worker worker) {
        return starts[end(worker)];
    }

    /** @return number of the worker's rows */
    int rows(Worker worker) {
        return endRow(worker) - firstRow(worker);
    }
}
