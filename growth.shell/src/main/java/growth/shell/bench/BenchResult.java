package growth.shell.bench;

import growth.runtime.plan.ProcessMemory;
import java.util.Arrays;

/**
 * What was measured for one size.
 *
 * @param size          the size
 * @param rows          sequences or images of one step
 * @param seconds       time of each measured step
 * @param tokensPerStep tokens (images) of one step
 * @param flopsPerStep  training operations of one step, as the engine counted them
 * @param peak          best of the measurements right before and after
 * @param memory        memory of the process afterwards
 */
public record BenchResult(BenchSize size, int rows, double[] seconds, long tokensPerStep, double flopsPerStep, BenchPeak peak,
        ProcessMemory memory) {
    public BenchResult {
        seconds = seconds.clone();
        Arrays.sort(seconds);
    }

    /** Returns the seconds of the median step. */
    public double median() {
        return Median.of(seconds);
    }

    /** Returns the seconds of the best step. */
    public double best() {
        return seconds[0];
    }

    /** Returns tokens (images) per second in the median step. */
    public double tokensPerSecond() {
        return tokensPerStep / median();
    }

    /** Returns the operations per second in the median step. */
    public double flopsPerSecond() {
        return flopsPerStep / median();
    }

    /** Returns the share of the measured peak that the median step reaches. */
    public double shareOfPeak() {
        return flopsPerSecond() / peak.products();
    }
}
