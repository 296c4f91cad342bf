package growth.runtime.metrics;

import growth.runtime.metrics.MetricsRecord.Speed;
import growth.runtime.metrics.MetricsRecord.Step;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/** The steps of a run, in their order; kept as columns of numbers, so that hundreds of thousands take little memory. Immutable. */
public final class Steps extends AbstractList<Step> implements RandomAccess {
    /** No step. */
    public static final Steps NONE = new Steps(new double[StepColumns.COUNT][0]);

    private final double[][] columns;

    /** @param columns as {@link StepColumns} has them, whole; they are not changed any more */
    Steps(double[][] columns) {
        this.columns = columns;
    }

    @Override
    public int size() {
        return columns[0].length;
    }

    @Override
    public Step get(int index) {
        Objects.checkIndex(index, size());
        return new Step(at(index), loss(index), column(StepColumns.RATE, index), column(StepColumns.NORM, index),
                new Speed(column(StepColumns.TOKENS_PER_SECOND, index), column(StepColumns.FLOPS_PER_SECOND, index)));
    }

    /** Returns where the run stood after that step. */
    public Point at(int index) {
        return new Point((long) column(StepColumns.STEP, index), (long) column(StepColumns.TOKENS, index),
                column(StepColumns.EPOCHS, index), column(StepColumns.FLOPS, index), column(StepColumns.SECONDS, index),
                (int) column(StepColumns.STAGE, index));
    }

    /** Returns the training loss of that step, in nats. */
    public double loss(int index) {
        return column(StepColumns.LOSS, index);
    }

    private double column(int which, int index) {
        return columns[which][index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Steps steps ? Arrays.deepEquals(columns, steps.columns) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
