package growth.shell.bench;

import growth.api.model.ModelShape;
import java.util.Arrays;

/**
 * What was measured between two growths of a soak.
 *
 * @param shape            the model
 * @param growthSeconds    time of the growth before it; 0 for the first stage
 * @param seconds          time of each step, in order, without the first ones
 * @param fresh            time of each step of a fresh session of the same shape, right afterwards
 * @param residentAtBegin  resident bytes after the first steps
 * @param residentAtEnd    resident bytes after the last step
 * @param collections      garbage collections during the steps
 * @param allocatedPerStep heap bytes allocated per step, by all threads; NaN where the JVM does not count them
 */
public record SoakStage(ModelShape shape, double growthSeconds, double[] seconds, double[] fresh, double residentAtBegin,
        double residentAtEnd, long collections, double allocatedPerStep) {

    /** Returns the median seconds of the first tenth of the steps. */
    public double first() {
        return Median.of(Arrays.copyOfRange(seconds, 0, tenth()));
    }

    /** Returns the median seconds of the last tenth of the steps. */
    public double last() {
        return Median.of(Arrays.copyOfRange(seconds, seconds.length - tenth(), seconds.length));
    }

    /** Returns the median seconds of the fresh session's steps. */
    public double freshStep() {
        return Median.of(fresh);
    }

    private int tenth() {
        return Math.max(1, seconds.length / 10);
    }
}
