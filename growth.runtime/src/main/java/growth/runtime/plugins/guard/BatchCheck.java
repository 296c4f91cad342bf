package growth.runtime.plugins.guard;

import growth.api.data.Batch;
import growth.api.model.View;
import java.util.function.IntSupplier;

/**
 * Looks at what data deliver, so that an engine never computes with what cannot be.
 *
 * @param calls      to the data
 * @param vocabulary token ids that the data promise to stay below
 * @param labels     classes that they promise to stay below
 */
record BatchCheck(PluginCalls calls, IntSupplier vocabulary, IntSupplier labels) {
    /** Returns a batch of exactly that many rows. */
    Batch training(Batch batch, int rows, View view) {
        return checked("next", batch, rows, rows, view);
    }

    /** Returns a batch of at most that many rows. */
    Batch validation(Batch batch, int rows, View view) {
        return checked("validation", batch, 1, rows, view);
    }

    private Batch checked(String call, Batch batch, int fewest, int most, View view) {
        if (batch.rows() < fewest || batch.rows() > most) {
            throw calls.wrong(call, "a batch of " + batch.rows() + " rows instead of " + most);
        }
        if (batch instanceof Batch.Tokens tokens) {
            if (view.sequence().isPresent() && tokens.sequence() != view.sequence().get()) {
                throw calls.wrong(call, "sequences of " + tokens.sequence() + " tokens instead of " + view.sequence().get());
            }
            below(call, "the token id", tokens.inputs(), vocabulary.getAsInt());
            below(call, "the label", tokens.labels(), vocabulary.getAsInt());
        } else if (batch instanceof Batch.Images images) {
            if (view.resolution().isPresent() && images.size() != view.resolution().get()) {
                throw calls.wrong(call, "images of " + images.size() + " pixels instead of " + view.resolution().get());
            }
            below(call, "the class", images.labels(), labels.getAsInt());
            for (float pixel : images.pixels()) {
                if (!Float.isFinite(pixel)) {
                    throw calls.wrong(call, "the pixel " + pixel);
                }
            }
        }
        return batch;
    }

    private void below(String call, String what, int[] ids, int end) {
        for (int id : ids) {
            if ((id < 0 || id >= end) && !(id == Batch.IGNORED && !what.equals("the token id"))) {
                throw calls.wrong(call, what + " " + id + ", which is not in [0, " + end + ")");
            }
        }
    }

    int least(String call, int number, int least) {
        return (int) least(call, (long) number, (long) least);
    }

    long least(String call, long number, long least) {
        if (number < least) {
            throw calls.wrong(call, "the number " + number + ", which is below " + least);
        }
        return number;
    }

    double share(String call, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw calls.wrong(call, "the share " + share);
        }
        return share;
    }

    void positive(String call, double number) {
        if (!(number > 0) || Double.isInfinite(number)) {
            throw calls.wrong(call, "the number " + number);
        }
    }
}
