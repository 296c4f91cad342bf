package growth.runtime.disk;

import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.model.Family;
import growth.api.training.Classes;
import growth.runtime.disk.Evaluator.Evaluated;
import growth.runtime.disk.Evaluator.Watch;
import growth.runtime.evaluation.ImageScores;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Classifies images one batch after the other and counts the answers.
 *
 * @param session holds the model
 * @param watch   hears of the progress
 * @param labels  the model's label of each label of the data
 * @param names   the model's labels
 * @param top     how many of the highest logits top-N accuracy looks at
 */
record Classification(EngineSession session, Watch watch, int[] labels, List<String> names, int top) {
    /**
     * @param total images of all batches together
     * @throws CancellationException if the thread was interrupted
     */
    Evaluated run(Family family, List<Batch> batches, long total) {
        long begin = System.nanoTime();
        ImageScores scores = new ImageScores(names, top);
        double sum = 0;
        long images = 0;
        for (Batch batch : batches) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the evaluation was stopped");
            }
            int[] truth = Arrays.stream(((Batch.Images) batch).labels()).map(label -> labels[label]).toArray();
            try (INDArray logits = session.logits(batch, EvaluationLoop.view(batch))) {
                double[] all = logits.reshape(logits.length()).toDoubleVector();
                for (int i = 0; i < truth.length; i++) {
                    sum += crossEntropy(all, i * names.size(), truth[i]);
                }
                scores.add(truth, logits);
            }
            images += truth.length;
            watch.progress(images, total, sum / images);
        }
        Classes classes = scores.classes();
        long correct = IntStream.range(0, names.size()).mapToLong(label -> classes.confusion().get(label).get(label)).sum();
        return new Evaluated(family, sum / images, images, correct, images, (System.nanoTime() - begin) / 1e9, OptionalDouble.empty(),
                Optional.of(classes));
    }

    private double crossEntropy(double[] logits, int from, int label) {
        double largest = Arrays.stream(logits, from, from + names.size()).max().orElseThrow();
        double exponentials = 0;
        for (int i = 0; i < names.size(); i++) {
            exponentials += Math.exp(logits[from + i] - largest);
        }
        return largest + Math.log(exponentials) - logits[from + label];
    }
}
