package growth.runtime.metrics;

import growth.runtime.metrics.MetricsRecord.Step;
import java.util.Arrays;

/** Steps that are being collected, a column for each number. For one thread. */
final class StepColumns {
    static final int STEP = 0;
    static final int TOKENS = 1;
    static final int EPOCHS = 2;
    static final int FLOPS = 3;
    static final int SECONDS = 4;
    static final int STAGE = 5;
    static final int LOSS = 6;
    static final int RATE = 7;
    static final int NORM = 8;
    static final int TOKENS_PER_SECOND = 9;
    static final int FLOPS_PER_SECOND = 10;
    static final int COUNT = 11;
    private static final int FIRST_CAPACITY = 64;

    private final double[][] columns = new double[COUNT][FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    /** Puts a step to its place by number; returns whether it is the second line about that step, which then counts. */
    boolean put(Step step) {
        int place = place(step.at().step());
        boolean again = place < size && columns[STEP][place] == step.at().step();
        if (!again) {
            insert(place);
        }
        set(place, step);
        return again;
    }

    /** Forgets the steps that come after that point. */
    void forgetAfter(Point point) {
        size = place(point.step() + 1);
    }

    /** Returns the steps from that index on. */
    Steps from(int first) {
        double[][] copies = new double[COUNT][];
        for (int i = 0; i < COUNT; i++) {
            copies[i] = Arrays.copyOfRange(columns[i], first, size);
        }
        return new Steps(copies);
    }

    /** The index of that step, or where it belongs. Nearly always this is the end. */
    private int place(long step) {
        if (size == 0 || columns[STEP][size - 1] < step) {
            return size;
        }
        int found = Arrays.binarySearch(columns[STEP], 0, size, step);
        return found >= 0 ? found : -found - 1;
    }

    private void insert(int place) {
        for (int i = 0; i < COUNT; i++) {
            if (size == columns[i].length) {
                columns[i] = Arrays.copyOf(columns[i], size + (size >> 1));
            }
            System.arraycopy(columns[i], place, columns[i], place + 1, size - place);
        }
        size++;
    }

    private void set(int place, Step step) {
        Point at = step.at();
        double[] values = {at.step(), at.tokens(), at.epochs(), at.flops(), at.seconds(), at.stage(), step.loss(), step.learningRate(),
            step.gradientNorm(), step.speed().tokensPerSecond(), step.speed().flopsPerSecond()};
        for (int i = 0; i < COUNT; i++) {
            columns[i][place] = values[i];
        }
    }
}
