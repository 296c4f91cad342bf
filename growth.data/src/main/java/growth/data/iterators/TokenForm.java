package growth.data.iterators;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.data.OptionPlace;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Token sequences: features {@code [batch, T]} or {@code [batch, 1, T]} of token numbers, with a mask {@code [batch, T]} where there is
 * padding. Labels are numbers of the same shape, or one-hot {@code [batch, vocabulary, T]}, with a mask of those that are scored; they
 * are what is to be predicted at each position. Examples without labels, or whose labels are their features, are text: causal models
 * predict the next token, and a row may have one token more than the context.
 */
final class TokenForm extends ExampleForm {
    private final int context;
    private final int limit;
    private final Family family;

    /**
     * @param context longest sequence in tokens
     * @param limit   token ids are below it
     */
    TokenForm(String name, OptionPlace place, Family family, int context, int limit) {
        super(name, place);
        this.family = family;
        this.context = context;
        this.limit = limit;
    }

    @Override
    Batch.Tokens read(DataSet examples, long first) {
        INDArray features = features(examples, first);
        int rows = Math.toIntExact(features.size(0));
        int length = Math.toIntExact(features.size(features.rank() - 1));
        if (features.rank() > 3 || features.rank() == 3 && features.size(1) != 1) {
            throw refuse(first, "has features " + Arrays.toString(features.shape()) + ", but " + family.id()
                    + " reads token numbers [batch, sequence] or [batch, 1, sequence]");
        }
        int[] ids = whole(values(features), rows, first, "token", limit, ", a token number");
        boolean[] mask = mask(examples.getFeaturesMaskArray(), rows, length, first, "features");
        INDArray labels = examples.getLabels();
        boolean text = labels == null || labels.isEmpty() || same(labels, features);
        if (length > context + (text && family.causal() ? 1 : 0)) {
            throw refuse(first, "has " + length + " tokens, more than the model's context of " + context + "; cut sequences in the"
                    + " iterator, or raise model.context");
        }
        if (text) {
            return family.causal() ? next(ids, mask, rows, length) : new Batch.Tokens(rows, length, ids, unscored(ids.length), mask,
                    new int[0]);
        }
        int[] targets = targets(labels, rows, length, first);
        boolean[] scored = mask(examples.getLabelsMaskArray(), rows, length, first, "labels");
        for (int i = 0; i < targets.length; i++) {
            if (scored.length > 0 && !scored[i] || mask.length > 0 && !mask[i]) {
                targets[i] = Batch.IGNORED;
            }
        }
        return new Batch.Tokens(rows, length, ids, targets, mask, new int[0]);
    }

    private static boolean same(INDArray labels, INDArray features) {
        return labels == features || labels.equalShapes(features) && labels.equals(features);
    }

    private static int[] unscored(int size) {
        int[] labels = new int[size];
        Arrays.fill(labels, Batch.IGNORED);
        return labels;
    }

    /** Rows whose labels are the next tokens; a token beyond the context is the last label. */
    private Batch.Tokens next(int[] ids, boolean[] mask, int rows, int length) {
        int kept = Math.min(length, context);
        int[] inputs = new int[rows * kept];
        int[] labels = unscored(inputs.length);
        boolean[] attended = new boolean[mask.length == 0 ? 0 : inputs.length];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < kept; i++) {
                int from = row * length + i;
                inputs[row * kept + i] = ids[from];
                boolean here = mask.length == 0 || mask[from];
                if (attended.length > 0) {
                    attended[row * kept + i] = here;
                }
                if (here && i + 1 < length && (mask.length == 0 || mask[from + 1])) {
                    labels[row * kept + i] = ids[from + 1];
                }
            }
        }
        return new Batch.Tokens(rows, kept, inputs, labels, attended, new int[0]);
    }

    private int[] targets(INDArray labels, int rows, int length, long first) {
        boolean hot = labels.rank() == 3 && labels.size(1) > 1;
        if (labels.rank() < 2 || labels.rank() > 3 || labels.size(0) != rows || labels.size(labels.rank() - 1) != length) {
            throw refuse(first, "has labels " + Arrays.toString(labels.shape()) + "; [" + rows + ", " + length + "], [" + rows + ", 1, "
                    + length + "] or one-hot [" + rows + ", vocabulary, " + length + "] is right for its features");
        }
        if (hot) {
            int columns = Math.toIntExact(labels.size(1));
            if (columns > limit) {
                throw refuse(first, "has one-hot labels of " + columns + " tokens; there are " + limit);
            }
            try (INDArray highest = labels.argMax(1)) {
                return whole(values(highest), rows, first, "label", limit, "");
            }
        }
        float[] values = values(labels);
        int[] targets = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            targets[i] = (int) values[i];
            if (targets[i] != values[i] || targets[i] >= limit || targets[i] < 0 && targets[i] != Batch.IGNORED) {
                throw refuse(first + i / length, "has the label " + text(values[i]) + "; it must be a token number from 0 to " + (limit - 1)
                        + ", or " + Batch.IGNORED + " where nothing is scored");
            }
        }
        return targets;
    }

    private boolean[] mask(INDArray mask, int rows, int length, long first, String of) {
        if (mask == null) {
            return new boolean[0];
        }
        if (mask.length() != (long) rows * length || mask.size(0) != rows) {
            throw refuse(first, "has a mask of its " + of + " " + Arrays.toString(mask.shape()) + "; [" + rows + ", " + length
                    + "] is right");
        }
        float[] values = values(mask);
        boolean[] set = new boolean[values.length];
        for (int i = 0; i < set.length; i++) {
            if (values[i] != 0 && values[i] != 1) {
                throw refuse(first + i / length, "has " + text(values[i]) + " in the mask of its " + of
                        + "; it is 1 for tokens and 0 for padding");
            }
            set[i] = values[i] == 1;
        }
        return set;
    }
}
