package growth.data.tensors;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Batch;
import growth.formats.safetensors.SafetensorsFile;
import growth.formats.safetensors.TensorInfo;
import java.nio.file.Path;
import java.util.List;

/**
 * One batch in a safetensors file: {@code input_ids} and {@code labels}, both {@code [batch, sequence]} of whole numbers, or {@code
 * pixel_values}
 * {@code [batch, channels, size, size]} of floating-point numbers and {@code labels} {@code [batch]}. Labels are used as they are: for
 * causal models they must already be the next tokens.
 */
public final class BatchFile {
    private static final String IDS = "input_ids";
    private static final String PIXELS = "pixel_values";
    private static final String LABELS = "labels";

    private BatchFile() {
    }

    /**
     * @return the batch
     * @throws GrowthException (DATA) with the file's and the tensor's name, if it holds none
     */
    public static Batch read(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path, Kind.DATA)) {
            if (file.names().contains(IDS)) {
                return tokens(path, file);
            }
            if (file.names().contains(PIXELS)) {
                return images(path, file);
            }
            throw new GrowthException(Kind.DATA, path + ": holds neither '" + IDS + "' nor '" + PIXELS + "', but " + file.names());
        }
    }

    private static Batch.Tokens tokens(Path path, SafetensorsFile file) {
        List<Long> shape = shape(path, file.tensor(IDS), 2, "[batch, sequence]");
        if (!file.tensor(LABELS).shape().equals(shape)) {
            throw refuse(path, LABELS, "is " + file.tensor(LABELS).shape() + ", but '" + IDS + "' is " + shape);
        }
        int[] inputs = file.ints(IDS);
        int[] labels = file.ints(LABELS);
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] < 0) {
                throw refuse(path, IDS, "element " + i + " is " + inputs[i] + "; token ids are not negative");
            }
            requireLabel(path, labels, i);
        }
        return new Batch.Tokens(shape.get(0).intValue(), shape.get(1).intValue(), inputs, labels);
    }

    private static Batch.Images images(Path path, SafetensorsFile file) {
        List<Long> shape = shape(path, file.tensor(PIXELS), 4, "[batch, channels, size, size]");
        if (!shape.get(2).equals(shape.get(3))) {
            throw refuse(path, PIXELS, "is " + shape + "; images must be square");
        }
        if (!file.tensor(LABELS).shape().equals(shape.subList(0, 1))) {
            throw refuse(path, LABELS, "is " + file.tensor(LABELS).shape() + ", but there are " + shape.get(0) + " images");
        }
        int[] labels = file.ints(LABELS);
        for (int i = 0; i < labels.length; i++) {
            requireLabel(path, labels, i);
        }
        return new Batch.Images(shape.get(0).intValue(), shape.get(1).intValue(), shape.get(2).intValue(), file.floats(PIXELS), labels);
    }

    private static List<Long> shape(Path path, TensorInfo tensor, int rank, String wanted) {
        if (tensor.shape().size() != rank || tensor.count() == 0) {
            throw refuse(path, tensor.name(), "is " + tensor.shape() + ", but " + wanted + " is needed");
        }
        return tensor.shape();
    }

    private static void requireLabel(Path path, int[] labels, int i) {
        if (labels[i] < 0 && labels[i] != Batch.IGNORED) {
            throw refuse(path, LABELS,
                    "element " + i + " is " + labels[i] + "; a label is not negative, or " + Batch.IGNORED + " if it is not scored");
        }
    }

    private static GrowthException refuse(Path path, String tensor, String message) {
        return new GrowthException(Kind.DATA, path + ": tensor '" + tensor + "': " + message);
    }
}
