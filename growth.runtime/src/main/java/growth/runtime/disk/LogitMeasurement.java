package growth.runtime.disk;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.random.SplitMix;
import growth.formats.huggingface.ModelFolder;
import growth.runtime.disk.GrownCheckpoint.LogitChange;
import growth.runtime.engine.EngineChoice;
import growth.runtime.engine.LeasedEngine;
import growth.runtime.plugins.Catalogue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures how a growth on disk changed the logits, from the two folders as they are, so that rounding to the files' type counts. The input
 * is random, since a folder has no data; one model is in memory at a time.
 *
 * @param catalogue where the engine is found
 * @param engine    what computes
 */
record LogitMeasurement(Catalogue catalogue, EngineChoice engine) {
    private static final int ROWS = 2;
    private static final int LONGEST = 64;

    /** Returns the change, over what both models answer: a larger vocabulary's new ids are not compared. */
    LogitChange between(Path from, Path to, ModelShape small, long seed) {
        Batch batch = batch(small, SplitMix.generator(seed, "input of a logit measurement"));
        double[][] before = logits(from, batch);
        double[][] after = logits(to, batch);
        double largest = 0;
        double scale = 0;
        for (int i = 0; i < before.length; i++) {
            for (int k = 0; k < before[i].length; k++) {
                largest = Math.max(largest, Math.abs(before[i][k] - after[i][k]));
                scale = Math.max(scale, Math.abs(before[i][k]));
            }
        }
        return new LogitChange(largest, largest / scale, words(batch));
    }

    private static Batch batch(ModelShape shape, SplittableRandom random) {
        if (shape.image().isPresent()) {
            ImageShape image = shape.image().get();
            float[] pixels = new float[ROWS * image.channels() * image.size() * image.size()];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) random.nextDouble(-1, 1);
            }
            return new Batch.Images(ROWS, image.channels(), image.size(), pixels, new int[ROWS]);
        }
        int sequence = Math.min(shape.context(), LONGEST);
        int[] ids = random.ints(ROWS * (long) sequence, 0, shape.vocabulary()).toArray();
        return new Batch.Tokens(ROWS, sequence, ids, ids);
    }

    private static String words(Batch batch) {
        return batch instanceof Batch.Tokens tokens ? tokens.rows() + " × " + tokens.sequence() + " random tokens"
                : batch.rows() + " random images";
    }

    /** Returns logits of each position or image. */
    private double[][] logits(Path folder, Batch batch) {
        View view = batch instanceof Batch.Tokens tokens ? View.full().withSequence(tokens.sequence()) : View.full();
        try (LeasedEngine leased = LeasedEngine.of(catalogue, engine);
                ModelState model = ModelFolder.read(folder, DataType.FLOAT);
                EngineSession session = leased.placed().open(model, EngineOptions.of(0, ROWS, 0));
                INDArray logits = session.logits(batch, view);
                INDArray dense = logits.dup('c')) {
            int last = (int) dense.size(dense.rank() - 1);
            float[] values = dense.data().asFloat();
            double[][] rows = new double[values.length / last][];
            for (int i = 0; i < rows.length; i++) {
                float[] row = Arrays.copyOfRange(values, i * last, (i + 1) * last);
                rows[i] = new double[last];
                Arrays.setAll(rows[i], k -> row[k]);
            }
            return rows;
        }
    }
}
