package growth.data.iterators;

import growth.api.data.Batch;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The examples of an iterator by number. Reading goes forward, in the iterator's own order; to go back it is reset and skipped. Every
 * chunk that is read again is compared with what the first pass gave, so an iterator that does not repeat itself is found at once.
 */
final class ExampleStream implements AutoCloseable {
    private static final long TELL_NANOS = 10_000_000_000L;
    private final IteratorShelf.Held held;
    private final DataSetIterator iterator;
    private final ExampleForm form;
    private final Survey survey;
    private Batch chunk;
    private int number = -1;

    private ExampleStream(IteratorShelf.Held held, ExampleForm form, Survey survey) {
        this.held = held;
        this.iterator = held.iterator();
        this.form = form;
        this.survey = survey;
    }

    /**
     * Reads an iterator to its end, checks and counts its examples, and goes back to its beginning, which must be the same again.
     *
     * @param held an iterator at its beginning; closed with the stream, also if this fails
     * @param log  takes a line from time to time if that takes long
     * @throws growth.api.GrowthException (DATA) if it has no examples, or ones that no model can learn from, or does not repeat itself
     */
    static ExampleStream open(IteratorShelf.Held held, ExampleForm form, Consumer<String> log) {
        try {
            DataSetIterator iterator = held.iterator();
            if (!iterator.resetSupported()) {
                throw form.refuse("cannot be reset (resetSupported() is false), and so has no second pass and cannot be resumed;"
                        + " offer one that can");
            }
            ExampleStream stream = new ExampleStream(held, form, survey(iterator, form, log));
            stream.at(0);
            return stream;
        } catch (RuntimeException | Error e) {
            held.close();
            throw e;
        }
    }

    private static Survey survey(DataSetIterator iterator, ExampleForm form, Consumer<String> log) {
        Surveyor surveyor = new Surveyor();
        long examples = 0;
        long told = System.nanoTime();
        if (!iterator.hasNext()) {
            // somebody has read it before
            iterator.reset();
        }
        while (iterator.hasNext()) {
            Batch chunk = form.read(iterator.next(), examples);
            surveyor.add(chunk);
            examples += chunk.rows();
            if (System.nanoTime() - told > TELL_NANOS) {
                told = System.nanoTime();
                log.accept(String.format(Locale.ROOT, "reading the iterator through once: %,d examples so far", examples));
            }
        }
        if (examples == 0) {
            throw form.refuse("has no examples; hasNext() is false from the beginning");
        }
        return surveyor.survey(form.least());
    }

    Survey survey() {
        return survey;
    }

    /** Returns what the iterator comes from. */
    IteratorShelf.Held held() {
        return held;
    }

    /**
     * A row of a chunk.
     *
     * @param chunk the examples that came together
     * @param row   which of them
     */
    record Row(Batch chunk, int row) {
    }

    /**
     * Returns an example.
     *
     * @param example its number in the iterator's order
     * @throws growth.api.GrowthException (DATA) if the iterator does not repeat itself
     */
    Row at(long example) {
        int found = Arrays.binarySearch(survey.starts(), example);
        int wanted = found >= 0 ? found : -found - 2;
        if (wanted < number || number < 0) {
            iterator.reset();
            number = -1;
        }
        while (number < wanted) {
            chunk = again(number + 1);
            number++;
        }
        return new Row(chunk, (int) (example - survey.starts()[wanted]));
    }

    private Batch again(int next) {
        long first = survey.starts()[next];
        long end = survey.starts()[next + 1];
        Batch read = iterator.hasNext() ? form.read(iterator.next(), first) : null;
        if (read == null || read.rows() != end - first || Surveyor.mark(read) != survey.marks()[next]) {
            throw form.refuse("gave " + (read == null ? "nothing" : "something else") + " in place of examples " + first + " to "
                    + (end - 1) + " when it was read again after reset(); it must repeat itself, so shuffle and change images before"
                    + " the first pass or not at all, and let no pre-processor change stored batches");
        }
        return read;
    }

    @Override
    public void close() {
        held.close();
    }
}
