package growth.runtime.plugins.guard;

import growth.api.engine.AllReduce;
import growth.api.engine.StepResult;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sums over all ranks as they are handed to an engine of the folder of plug-ins. An engine that sums what cannot be summed is named; a
 * rank that is lost meanwhile is not the engine's failure, whatever the engine makes of it. Waiting for the others is a sign of life.
 */
final class GuardedAllReduce implements AllReduce {
    private final AllReduce ranks;
    private final PluginCalls calls;
    private volatile RuntimeException failure;
    private volatile boolean summed;

    /**
     * @param ranks the sums
     * @param calls to the engine
     */
    GuardedAllReduce(AllReduce ranks, PluginCalls calls) {
        this.ranks = ranks;
        this.calls = calls;
    }

    /** Returns the result of an engine's step, which has summed its gradients; throws what a sum threw. */
    StepResult during(Supplier<StepResult> step) {
        StepResult result;
        try {
            result = step.get();
        } catch (RuntimeException e) {
            throw failure == null ? e : failure;
        }
        if (failure != null) {
            throw failure;
        }
        if (!summed) {
            throw calls.wrong("train", "a step of this rank alone: it has not summed gradients over the others");
        }
        return result;
    }

    @Override
    public void sum(double[] values) {
        sum(() -> ranks.sum(values));
    }

    @Override
    public void sum(INDArray flat) {
        if (flat == null || flat.wasClosed() || flat.dataType() != DataType.FLOAT || flat.rank() != 1 || flat.stride(0) != 1) {
            String what = flat == null ? "nothing (null)" : flat.wasClosed() ? "a closed array"
                    : "an array of rank " + flat.rank() + " and type " + flat.dataType();
            throw calls.plugin().failure("gave in 'train' " + what + " to be summed over the ranks; float32 [n] can be", null);
        }
        sum(() -> ranks.sum(flat));
        summed = true;
    }

    private void sum(Runnable sum) {
        calls.showsLife();
        try {
            sum.run();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        } finally {
            calls.showsLife();
        }
    }
}
