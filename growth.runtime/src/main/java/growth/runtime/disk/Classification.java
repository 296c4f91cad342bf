package growth.runtime.disk;

import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.model.Family;
import growth.runtime.disk.Evaluator.Evaluated;
import growth.runtime.disk.Evaluator.Watch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Classifies images one batch after the other and counts the answers.
 *
 * @param session holds the model
 * @param watch   hears of the progress
 * @param labels  the model's label of each label of the data
 * @param names   the model's labels
 */
record Classification(EngineSession session, Watch watch, int[] labels, List<String> names) {
    /**
     * @param total images of all batches together
     * @throws CancellationException if the thread was interrupted
     */
    Evaluated run(Family family, List<Batch> batches, long total) {
        long begin = System.nanoTime();
        long[][] counts = new long[names.size()][names.size()];
        double sum = 0;
        long images = 0;
        for (Batch batch : batches) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the evaluation was stopped");
            }
            int[] truth = ((Batch.Images) batch).labels();
            try (INDArray logits = session.logits(batch, EvaluationLoop.view(batch))) {
                double[] all = logits.reshape(logits.length()).toDoubleVector();
                for (int i = 0; i < truth.length; i++) {
                    sum += count(all, i * names.size(), labels[truth[i]], counts);
                }
            }
            images += truth.length;
            watch.progress(images, total, sum / images);
        }
        long correct = 0;
        for (int label = 0; label < counts.length; label++) {
            correct += counts[label][label];
        }
        return new Evaluated(family, sum / images, images, correct, images, (System.nanoTime() - begin) / 1e9, OptionalDouble.empty(),
                Optional.of(new Confusion(names, counts)));
    }

    /** Counts the answer of one image; returns its cross-entropy. */
    private double count(double[] logits, int from, int label, long[][] counts) {
        int answer = 0;
        for (int i = 1; i < names.size(); i++) {
            answer = logits[from + i] > logits[from + answer] ? i : answer;
        }
        counts[label][answer]++;
        double exponentials = 0;
        for (int i = 0; i < names.size(); i++) {
            exponentials += Math.exp(logits[from + i] - logits[from + answer]);
        }
        return logits[from + answer] + Math.log(exponentials) - logits[from + label];
    }
}
