package growth.runtime.train.ranks;

import growth.api.GrowthException;
import growth.api.engine.EngineSession;
import growth.api.model.ModelState;
import growth.api.schedule.RunningSchedule;
import growth.parallel.group.ProcessGroup;
import growth.parallel.group.Traffic;
import growth.parallel.session.LocalSteps;
import growth.parallel.session.LocalStepsSession;
import growth.parallel.session.ReplicatedSession;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several processes that sum their gradients in every step, or make some steps apart before they synchronise. */
public final class Together implements Ranks {
    private static final Logger LOG = LoggerFactory.getLogger(Together.class);
    private final ProcessGroup group;
    private final Optional<LocalSteps> local;
    private final BooleanSupplier stopAsked;
    private boolean stop;

    /**
     * @param group     the processes, already met
     * @param local     how they synchronise, if they make steps apart
     * @param stopAsked whether this one was asked to end
     */
    public Together(ProcessGroup group, Optional<LocalSteps> local, BooleanSupplier stopAsked) {
        this.group = group;
        this.local = local;
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
    public EngineSession session(EngineSession own, Map<String, INDArray> outerMomentum) {
        EngineSession replicated = new ReplicatedSession(own, group);
        return local.<EngineSession>map(steps -> new LocalStepsSession(replicated, steps, outerMomentum, group)).orElse(replicated);
    }

    @Override
    public RunningSchedule schedule(RunningSchedule own) {
        return new AgreedSchedule(own, group);
    }

    /**
     * The work is done on rank 0 when it comes here, so that a group which breaks now must not undo it: the next exchange fails, and what
     * was done can be saved.
     */
    @Override
    public double seconds(double own) {
        try {
            return local.isPresent() ? told(own) : agreed(own);
        } catch (GrowthException e) {
            if (group.rank() == 0) {
                return own;
            }
            throw e;
        }
    }

    /** One exchange for both: what rank 0 measured, and on how many ranks somebody wants the run to end. */
    private double agreed(double own) {
        double[] sums = {group.rank() == 0 ? own : 0, stopAsked.getAsBoolean() ? 1 : 0};
        group.sum(sums);
        stop |= sums[1] > 0;
        return sums[0];
    }

    /** Rank 0 tells and goes on: ranks that are apart do not wait for one another. */
    private double told(double own) {
        return ByteBuffer.wrap(group.broadcast(ByteBuffer.allocate(Double.BYTES).putDouble(own).array())).getDouble();
    }

    @Override
    public boolean stop() {
        if (local.isPresent()) {
            double[] asked = {stopAsked.getAsBoolean() ? 1 : 0};
            group.sum(asked);
            stop |= asked[0] > 0;
        }
        return stop;
    }

    @Override
    public void requireSame(EngineSession session) {
        ModelState model = session.state();
        StateChecksums.of(model).requireSame(group);
        LocalStepsSession.of(session).ifPresent(steps -> StateChecksums.ofMomentum(steps.momentum()).requireSame(group));
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
