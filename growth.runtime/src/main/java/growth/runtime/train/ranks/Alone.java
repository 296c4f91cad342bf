package growth.runtime.train.ranks;

import growth.api.engine.EngineSession;
import growth.api.schedule.RunningSchedule;
import growth.parallel.group.Traffic;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A process that trains alone: it agrees with itself. */
record Alone(BooleanSupplier stopAsked) implements Ranks {
    @Override
    public int size() {
        return 1;
    }

    @Override
    public void begin(RunBeginning beginning) {
        // nobody waits for it
    }

    @Override
    public EngineSession session(EngineSession own, Map<String, INDArray> outerMomentum) {
        return own;
    }

    @Override
    public RunningSchedule schedule(RunningSchedule own) {
        return own;
    }

    @Override
    public double seconds(double own) {
        return own;
    }

    @Override
    public boolean stop() {
        return stopAsked.getAsBoolean();
    }

    @Override
    public void requireSame(EngineSession model) {
        // there is no other
    }

    @Override
    public void end() {
        // nobody else is to end
    }

    @Override
    public Optional<Traffic> exchanged() {
        return Optional.empty();
    }
}
