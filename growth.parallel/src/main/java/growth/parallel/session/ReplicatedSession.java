package growth.parallel.session;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.engine.TrainShare;
import growth.api.model.View;
import growth.parallel.group.ProcessGroup;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One rank's session of a model that all ranks hold. Every rank is given the batches of the whole step, and computes its own part of them.
 * Losses on held-out data are computed by rank 0 alone, for all: the models are the same, and what a run decides by must be, too. If the
 * group breaks meanwhile, rank 0 still has its loss. All other methods are those of the rank's own session. All ranks train and evaluate
 * in the same order. One thread uses it.
 */
public final class ReplicatedSession extends ForwardingSession {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicatedSession.class);
    private static final int BYTES = Double.BYTES + 2 * Long.BYTES;
    private final ProcessGroup group;

    /**
     * @param session the engine's, which this one closes
     * @param group   the ranks
     */
    public ReplicatedSession(EngineSession session, ProcessGroup group) {
        super(session);
        this.group = group;
    }

    /** Makes one step with all ranks, on the mean loss over all scored labels of the batches; their number is a multiple of the ranks'. */
    @Override
    public StepResult train(List<Batch> batches, TrainOptions options) {
        return session().train(TrainShare.of(batches, group.rank(), group.size(), group), options);
    }

    @Override
    public Evaluation evaluate(Batch batch, View view) {
        return ofRankZero(() -> session().evaluate(batch, view));
    }

    @Override
    public Evaluation evaluate(String average, Batch batch, View view) {
        return ofRankZero(() -> session().evaluate(average, batch, view));
    }

    private Evaluation ofRankZero(Supplier<Evaluation> own) {
        if (group.rank() == 0) {
            Evaluation measured = own.get();
            try {
                group.broadcast(ByteBuffer.allocate(BYTES).putDouble(measured.loss()).putLong(measured.scored())
                        .putLong(measured.correct()).array());
            } catch (GrowthException e) {
                // Rank 0 needs nobody here. The next exchange that it needs fails as well, and until then all that it does is right.
                LOG.debug("nobody is told of a loss on held-out data", e);
            }
            return measured;
        }
        ByteBuffer told = ByteBuffer.wrap(group.broadcast(null));
        return new Evaluation(told.getDouble(), told.getLong(), told.getLong());
    }
}
