package growth.runtime.disk;

import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.engine.EngineSession.Evaluation;
import growth.api.model.Family;
import growth.api.model.View;
import growth.runtime.disk.Evaluator.Evaluated;
import growth.runtime.disk.Evaluator.Watch;
import growth.runtime.evaluation.LabelBytes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Takes batches one after the other and adds up their losses.
 *
 * @param session holds the model
 * @param watch   hears of the progress
 * @param bytes   counts the text of the labels
 */
record EvaluationLoop(EngineSession session, Watch watch, LabelBytes bytes) {
    /**
     * @param total   tokens (images) of all batches together
     * @param batches asked for one by one, so that they may be made then
     * @throws CancellationException if the thread was interrupted
     */
    Evaluated run(Family family, List<Batch> batches, long total) {
        long begin = System.nanoTime();
        double sum = 0;
        long scored = 0;
        long correct = 0;
        long tokens = 0;
        double text = 0;
        for (Batch batch : batches) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the evaluation was stopped");
            }
            Evaluation one = session.evaluate(batch, view(batch));
            sum += one.scored() > 0 ? one.loss() * one.scored() : 0;
            scored += one.scored();
            correct += one.correct();
            tokens += batch.tokens();
            text += bytes.of(batch);
            watch.progress(tokens, total, sum / scored);
        }
        return new Evaluated(family, sum / scored, scored, correct, tokens, (System.nanoTime() - begin) / 1e9,
                LabelBytes.bits(sum / scored, scored, text), Optional.empty());
    }

    /** Returns the view of a batch as it is. */
    static View view(Batch batch) {
        return batch instanceof Batch.Tokens tokens ? View.full().withSequence(tokens.sequence())
                : View.full().withResolution(((Batch.Images) batch).size());
    }
}
