package growth.runtime.train.ranks;

import growth.api.GrowthException;
import growth.api.engine.EngineSession;
import growth.api.schedule.RunningSchedule;
import growth.parallel.group.ProcessGroup;
import growth.parallel.group.Traffic;
import growth.parallel.session.ReplicatedSession;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several processes that sum their gradients in every step. */
public final class Together implements Ranks {
    private static final Logger LOG = LoggerFactory.getLogger(Together.class);
    private final ProcessGroup group;
    private final BooleanSupplier stopAsked;
    private boolean stop;

    /**
     * @param group     the processes, already met
     * @param stopAsked whether this one was asked to end
     */
    public Together(ProcessGroup group, BooleanSupplier stopAsked) {
        this.group = group;
        this.stopAsked = stopAsked;
    }

    @Override
    public int size() {
        return group.size();
    }

    @Override
    public void begin(RunBeginning beginning) {
        group.broadcast(RecordJson.write(beginning));
    }

    /** Waits for rank 0 and returns what it says; for the other ranks. */
    public RunBeginning begun() {
        return RecordJson.read(group.broadcast(null), RunBeginning.class);
    }

    /** Returns this rank's number. */
    public int rank() {
        return group.rank();
    }

    @Override
    public EngineSession session(EngineSession own) {
        return new ReplicatedSession(own, group);
    }

    @Override
    public RunningSchedule schedule(RunningSchedule own) {
        return new AgreedSchedule(own, group);
    }

    /**
     * One exchange for both: what rank 0 measured, and on how many ranks somebody wants the run to end. The work is done on rank 0 when it
     * comes here, so that a group which breaks now must not undo it: the next exchange fails, and what was done can be saved.
     */
    @Override
    public double seconds(double own) {
        boolean first = group.rank() == 0;
        double[] sums = {first ? own : 0, stopAsked.getAsBoolean() ? 1 : 0};
        try {
            group.sum(sums);
        } catch (GrowthException e) {
            if (first) {
                return own;
            }
            throw e;
        }
        stop |= sums[1] > 0;
        return sums[0];
    }

    @Override
    public boolean stop() {
        return stop;
    }

    @Override
    public void requireSame(EngineSession model) {
        StateChecksums.of(model.state()).requireSame(group);
    }

    @Override
    public void end() {
        try {
            group.barrier();
        } catch (GrowthException e) {
            // A rank that is lost now is not needed any more.
            LOG.info("the run is over: {}", e.getMessage());
        }
    }

    @Override
    public Optional<Traffic> exchanged() {
        return Optional.of(group.traffic());
    }
}
