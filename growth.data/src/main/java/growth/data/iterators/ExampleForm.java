package growth.data.iterators;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.data.OptionPlace;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** What examples of an iterator look like, and how they become rows of batches. */
abstract class ExampleForm {
    private final String name;
    private final OptionPlace place;

    /**
     * @param name  of the iterator, for errors
     * @param place the option that names it
     */
    ExampleForm(String name, OptionPlace place) {
        this.name = name;
        this.place = place;
    }

    /**
     * Returns the examples as rows, each label checked by itself.
     *
     * @param first number of the first example
     * @throws growth.api.GrowthException (DATA) that names iterator and example
     */
    abstract Batch read(DataSet examples, long first);

    /** Returns the number of labels that the examples so far have told of, whether or not all of them occur; 0 if they have not. */
    int least() {
        return 0;
    }

    /**
     * Returns the error (DATA) about the iterator, to be thrown.
     *
     * @param message what is wrong and what would be right
     */
    GrowthException refuse(String message) {
        return place.refuse("iterator '" + name + "': " + message);
    }

    /** Returns an error (DATA) about an example, to be thrown. */
    GrowthException refuse(long example, String message) {
        return refuse("example " + example + " " + message);
    }

    /** Returns the features of the examples, which must be there. */
    INDArray features(DataSet examples, long first) {
        INDArray features = examples == null ? null : examples.getFeatures();
        if (features == null || features.isEmpty() || features.rank() < 2) {
            throw refuse(first, examples == null ? "is nothing (null)" : "has no features in rows; an iterator gives a DataSet of"
                    + " [examples, …]");
        }
        return features;
    }

    /** Returns the values in row-major order. */
    static float[] values(INDArray array) {
        try (INDArray copy = array.castTo(DataType.FLOAT).dup('c')) {
            return copy.data().asFloat();
        }
    }

    /**
     * Returns values as whole numbers that are not negative.
     *
     * @param values of the examples, as many of each
     * @param first  number of the first example
     * @param what   they are, e.g. {@code token}
     * @param limit  what they are below
     * @param bound  words for the limit
     */
    int[] whole(float[] values, int examples, long first, String what, int limit, String bound) {
        int[] whole = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            whole[i] = (int) values[i];
            if (whole[i] != values[i] || whole[i] < 0 || whole[i] >= limit) {
                throw refuse(first + i / (values.length / examples), "has the " + what + " " + text(values[i])
                        + "; it must be a whole number from 0 to " + (limit - 1) + bound);
            }
        }
        return whole;
    }

    /** Returns a value without needless decimals. */
    static String text(float value) {
        return value == (int) value ? Integer.toString((int) value) : Float.toString(value);
    }
}
