package growth.runtime.train.ranks;

import growth.api.engine.EngineSession;
import growth.api.schedule.RunningSchedule;
import growth.parallel.group.Traffic;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The processes that train a run together, as one of them sees them. All of them call the same methods in the same order, apart from
 * {@link #size} and {@link #exchanged}. One thread uses it.
 */
public interface Ranks {
    /**
     * Returns a process that trains alone.
     *
     * @param stopAsked whether it was asked to end
     */
    static Ranks alone(BooleanSupplier stopAsked) {
        return new Alone(stopAsked);
    }

    /** Returns how many they are. */
    int size();

    /** Tells the others how the run begins; rank 0 does, when it has found everything right, and before anything else is called. */
    void begin(RunBeginning beginning);

    /**
     * Returns a session in which a step is made by all ranks, each on its part of the batches.
     *
     * @param own           the engine's, which the other one closes
     * @param outerMomentum what the outer optimizer of local steps goes on with, by parameter; the session closes it
     */
    EngineSession session(EngineSession own, Map<String, INDArray> outerMomentum);

    /** Returns a schedule that is asked on rank 0; the others decide as it does. */
    RunningSchedule schedule(RunningSchedule own);

    /**
     * Returns how long work took that counts as training: on every rank what rank 0 measured.
     *
     * @param own what this rank measured
     */
    double seconds(double own);

    /** Returns whether the run was asked to end, on any rank. All ask at the same time, when they hold the same model. */
    boolean stop();

    /**
     * Compares the model with those of the other ranks, tensor by tensor.
     *
     * @throws growth.api.GrowthException if they differ, with the rank and the tensor
     */
    void requireSame(EngineSession model);

    /** Waits until all have ended their run, which is over and saved. */
    void end();

    /** Returns what this rank has exchanged so far; empty for one that trains alone. */
    Optional<Traffic> exchanged();
}
