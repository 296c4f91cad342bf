package growth.data.iterators;

import growth.api.data.IteratorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** An iterator of stored batches; a pre-processor changes what is stored, in every pass anew. */
class StoredBatches implements DataSetIterator {
    private static final long serialVersionUID = 1;
    private final transient List<DataSet> batches;
    private final List<String> names;
    private transient DataSetPreProcessor preProcessor;
    private int next;

    StoredBatches(List<DataSet> batches, List<String> names) {
        this.batches = batches;
        this.names = names;
    }

    static StoredBatches of(DataSet... batches) {
        return new StoredBatches(List.of(batches), null);
    }

    /** A shelf with iterators of these names, each made for one user at a time, and all requests that were made. */
    record Shelf(Map<String, DataSetIterator> iterators, List<IteratorFactory.Request> asked, List<String> closed)
            implements IteratorShelf {
        Shelf(Map<String, DataSetIterator> iterators) {
            this(iterators, new ArrayList<>(), new ArrayList<>());
        }

        @Override
        public Held open(String name, IteratorFactory.Request request) {
            asked.add(request);
            return new Held() {
                @Override
                public DataSetIterator iterator() {
                    return iterators.get(name);
                }

                @Override
                public String bundle() {
                    return "a.bundle 1.0.0";
                }

                @Override
                public void close() {
                    closed.add(name);
                }
            };
        }
    }

    @Override
    public boolean hasNext() {
        return next < batches.size();
    }

    @Override
    public DataSet next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        DataSet batch = batches.get(next++);
        if (preProcessor != null) {
            preProcessor.preProcess(batch);
        }
        return batch;
    }

    @Override
    public DataSet next(int examples) {
        throw new UnsupportedOperationException("batches are stored as they are");
    }

    @Override
    public void reset() {
        next = 0;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return true;
    }

    @Override
    public int inputColumns() {
        return -1;
    }

    @Override
    public int totalOutcomes() {
        return -1;
    }

    @Override
    public int batch() {
        return -1;
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor value) {
        preProcessor = value;
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return preProcessor;
    }

    @Override
    public List<String> getLabels() {
        return names;
    }
}
