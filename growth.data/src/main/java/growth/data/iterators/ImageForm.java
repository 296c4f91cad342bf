package growth.data.iterators;

import growth.api.data.Batch;
import growth.data.OptionPlace;
import java.util.Arrays;
import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Images: features {@code [batch, 3, S, S]}, {@code [batch, S, S, 3]} or rows {@code [batch, 3·S·S]} of normalised values; one colour is
 * repeated three times. Labels are one-hot, {@code [batch, labels]}, or numbers, {@code [batch]} or {@code [batch, 1]}.
 */
final class ImageForm extends ExampleForm {
    private static final int CHANNELS = 3;
    /** More labels than any classifier has; a larger number is something else. */
    private static final int LARGEST = 1 << 20;
    private final int size;
    private final int most;
    private int width;

    /**
     * @param size   height and width of the model's images in pixels, S
     * @param labels how many there are, if that is given
     */
    ImageForm(String name, OptionPlace place, int size, OptionalInt labels) {
        super(name, place);
        this.size = size;
        this.most = labels.orElse(LARGEST);
    }

    @Override
    int least() {
        return width;
    }

    @Override
    Batch.Images read(DataSet examples, long first) {
        INDArray features = features(examples, first);
        int rows = Math.toIntExact(features.size(0));
        if (examples.getFeaturesMaskArray() != null || examples.getLabelsMaskArray() != null) {
            throw refuse(first, "has a mask; images have none");
        }
        float[] pixels = pixels(features, rows, first);
        for (int i = 0; i < pixels.length; i++) {
            if (!Float.isFinite(pixels[i])) {
                throw refuse(first + i / (pixels.length / rows), "has a feature that is " + pixels[i]
                        + "; a model learns from finite numbers only");
            }
        }
        return new Batch.Images(rows, CHANNELS, size, pixels, labels(examples.getLabels(), rows, first));
    }

    private float[] pixels(INDArray features, int rows, long first) {
        long[] shape = features.shape();
        long pixels = (long) size * size;
        boolean flat = shape.length == 2 && (shape[1] == CHANNELS * pixels || shape[1] == pixels);
        boolean planes = shape.length == 4 && (shape[1] == CHANNELS || shape[1] == 1) && shape[2] == size && shape[3] == size;
        boolean last = !planes && shape.length == 4 && shape[1] == size && shape[2] == size && (shape[3] == CHANNELS || shape[3] == 1);
        if (!flat && !planes && !last) {
            throw refuse(first, "has features " + Arrays.toString(shape) + ", but the model sees " + CHANNELS + "×" + size + "×" + size
                    + ": [batch, " + CHANNELS + ", " + size + ", " + size + "] or rows of " + CHANNELS * pixels
                    + " are right; change model.image, or resize in the iterator");
        }
        float[] values = values(last ? features.permute(0, 3, 1, 2) : features);
        return values.length == rows * CHANNELS * pixels ? values : repeated(values, rows, (int) pixels);
    }

    private static float[] repeated(float[] grey, int rows, int plane) {
        float[] colours = new float[Math.multiplyExact(grey.length, CHANNELS)];
        for (int i = 0; i < rows * CHANNELS; i++) {
            System.arraycopy(grey, i / CHANNELS * plane, colours, i * plane, plane);
        }
        return colours;
    }

    private int[] labels(INDArray labels, int rows, long first) {
        if (labels == null || labels.isEmpty()) {
            throw refuse(first, "has no label; a vit learns the label of each image");
        }
        if (labels.size(0) != rows || labels.rank() > 2) {
            throw refuse(first, "has labels " + Arrays.toString(labels.shape()) + "; [" + rows + ", labels], [" + rows + ", 1] or [" + rows
                    + "] is right for " + rows + " images");
        }
        float[] values = values(labels);
        String bound = most == LARGEST ? "" : ", as data.labels is " + most;
        if (values.length == rows) {
            return whole(values, rows, first, "label", most, bound);
        }
        int columns = values.length / rows;
        if (columns > most || width > 0 && columns != width) {
            throw refuse(first, "has one of " + columns + " labels" + (columns > most ? bound : ", but examples before it have one of "
                    + width));
        }
        width = columns;
        int[] numbers = new int[rows];
        for (int row = 0; row < rows; row++) {
            numbers[row] = hot(values, row * columns, columns, first + row);
        }
        return numbers;
    }

    private int hot(float[] values, int from, int columns, long example) {
        int hot = -1;
        for (int i = 0; i < columns; i++) {
            float value = values[from + i];
            if (value != 0 && (value != 1 || hot >= 0)) {
                throw refuse(example, "has " + text(value) + " among its labels; they must be one-hot, a single 1 among zeros");
            }
            hot = value == 1 ? i : hot;
        }
        if (hot < 0) {
            throw refuse(example, "has no 1 among its " + columns + " labels; they must be one-hot");
        }
        return hot;
    }
}
