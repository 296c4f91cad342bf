package growth.runtime.plugins.guard;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** An iterator behind the guard. */
final class GuardedIterator implements DataSetIterator {
    private static final long serialVersionUID = 1;
    private final transient DataSetIterator iterator;
    private final transient PluginCalls calls;

    GuardedIterator(DataSetIterator iterator, PluginCalls calls) {
        this.iterator = iterator;
        this.calls = calls;
    }

    @Override
    public DataSet next(int examples) {
        return calls.work("next", () -> iterator.next(examples));
    }

    @Override
    public DataSet next() {
        return calls.work("next", iterator::next);
    }

    @Override
    public boolean hasNext() {
        return calls.work("hasNext", iterator::hasNext);
    }

    @Override
    public void remove() {
        calls.tell("remove", iterator::remove);
    }

    @Override
    public void forEachRemaining(Consumer<? super DataSet> action) {
        while (hasNext()) {
            action.accept(next());
        }
    }

    @Override
    public void reset() {
        calls.work("reset", () -> {
            iterator.reset();
            return true;
        });
    }

    @Override
    public boolean resetSupported() {
        return calls.ask("resetSupported", iterator::resetSupported);
    }

    @Override
    public boolean asyncSupported() {
        return calls.ask("asyncSupported", iterator::asyncSupported);
    }

    @Override
    public int inputColumns() {
        return calls.work("inputColumns", iterator::inputColumns);
    }

    @Override
    public int totalOutcomes() {
        return calls.work("totalOutcomes", iterator::totalOutcomes);
    }

    @Override
    public int batch() {
        return calls.ask("batch", iterator::batch);
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        calls.tell("setPreProcessor", () -> iterator.setPreProcessor(preProcessor));
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return calls.askForAny("getPreProcessor", iterator::getPreProcessor);
    }

    @Override
    public List<String> getLabels() {
        List<String> labels = calls.askForAny("getLabels", iterator::getLabels);
        return labels == null ? null : labels.stream().map(PlainText::of).toList();
    }

    /** Iterators are serializable by their type; what is behind a guard is not. */
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a guarded iterator is not read back");
    }
}
