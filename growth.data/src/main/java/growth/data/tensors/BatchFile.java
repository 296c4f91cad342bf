package growth.data.tensors;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Batch;
import growth.formats.safetensors.SafetensorsFile;
import growth.formats.safetensors.TensorInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One batch in a safetensors file: {@code input_ids}, {@code labels} and perhaps {@code attention_mask} and {@code token_type_ids}, all
 * {@code [batch, sequence]} of whole numbers, or {@code pixel_values} {@code [batch, channels, size, size]} of floating-point numbers and
 * {@code labels} {@code [batch]}. Labels are used as they are: for causal models they must already be the next tokens. A tensor that is
 * none of these is refused: a model that does not use it computes something else than the one it was made for.
 */
public final class BatchFile {
    static final String TYPES = "token_type_ids";
    private static final String IDS = "input_ids";
    private static final String PIXELS = "pixel_values";
    private static final String LABELS = "labels";
    private static final String MASK = "attention_mask";
    /** Tensors that Hugging Face's models take and those here do not, with the reason. */
    private static final Map<String, String> UNUSED = Map.of(
            "position_ids", "positions are counted from the first token of each row, as transformers counts them without position_ids",
            "bool_masked_pos", "masked patches belong to masked image modelling, and vit is a classifier here",
            "inputs_embeds", "the model embeds input_ids itself",
            "next_sentence_label", "bert has no next-sentence head here, it predicts masked tokens",
            "head_mask", "all heads take part");

    private BatchFile() {
    }

    /** Returns the batch of a file; refuses, with file and tensor, what is none (DATA). */
    public static Batch read(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path, Kind.DATA)) {
            if (file.names().contains(IDS)) {
                only(path, file, List.of(IDS, LABELS, MASK, TYPES));
                return tokens(path, file);
            }
            if (file.names().contains(PIXELS)) {
                only(path, file, List.of(PIXELS, LABELS));
                return images(path, file);
            }
            throw new GrowthException(Kind.DATA, path + ": holds neither '" + IDS + "' nor '" + PIXELS + "', but " + file.names());
        }
    }

    private static void only(Path path, SafetensorsFile file, List<String> used) {
        for (String name : file.names()) {
            if (!used.contains(name)) {
                throw refuse(path, name, "is not used" + (UNUSED.containsKey(name) ? ": " + UNUSED.get(name) : "")
                        + "; leave it out, only " + String.join(", ", used) + " are");
            }
        }
    }

    private static Batch.Tokens tokens(Path path, SafetensorsFile file) {
        List<Long> shape = shape(path, file.tensor(IDS), 2, "[batch, sequence]");
        if (!file.tensor(LABELS).shape().equals(shape)) {
            throw refuseShape(path, file, LABELS, shape);
        }
        int[] inputs = file.ints(IDS);
        int[] labels = file.ints(LABELS);
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] < 0) {
                throw refuse(path, IDS, "element " + i + " is " + inputs[i] + "; token ids are not negative");
            }
            requireLabel(path, labels, i);
        }
        return new Batch.Tokens(shape.get(0).intValue(), shape.get(1).intValue(), inputs, labels, mask(path, file, shape),
                types(path, file, shape));
    }

    private static boolean[] mask(Path path, SafetensorsFile file, List<Long> shape) {
        int[] values = optional(path, file, MASK, shape);
        boolean[] mask = new boolean[values.length];
        for (int i = 0; i < mask.length; i++) {
            if (values[i] != 0 && values[i] != 1) {
                throw refuse(path, MASK, "element " + i + " is " + values[i] + "; it is 1 for tokens and 0 for padding");
            }
            mask[i] = values[i] == 1;
        }
        return mask;
    }

    private static int[] types(Path path, SafetensorsFile file, List<Long> shape) {
        int[] types = optional(path, file, TYPES, shape);
        for (int i = 0; i < types.length; i++) {
            if (types[i] < 0) {
                throw refuse(path, TYPES, "element " + i + " is " + types[i] + "; token types are not negative");
            }
        }
        return types;
    }

    /** Returns a tensor of one whole number per token; nothing if it is not there. */
    private static int[] optional(Path path, SafetensorsFile file, String name, List<Long> shape) {
        if (!file.names().contains(name)) {
            return new int[0];
        }
        if (!file.tensor(name).shape().equals(shape)) {
            throw refuseShape(path, file, name, shape);
        }
        return file.ints(name);
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

    private static GrowthException refuseShape(Path path, SafetensorsFile file, String tensor, List<Long> shape) {
        return refuse(path, tensor, "is " + file.tensor(tensor).shape() + ", but '" + IDS + "' is " + shape);
    }

    private static GrowthException refuse(Path path, String tensor, String message) {
        return new GrowthException(Kind.DATA, path + ": tensor '" + tensor + "': " + message);
    }
}
