package growth.runtime.plugins.guard;

import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Data behind the guard. Where they stand is asked for together with each batch, so that a step is one call. */
final class GuardedDataset implements Dataset {
    private final Dataset dataset;
    private final PluginCalls calls;
    private final BatchCheck check;
    private Cursor cursor;

    GuardedDataset(Dataset dataset, PluginCalls calls) {
        this.dataset = dataset;
        this.calls = calls;
        check = new BatchCheck(calls, this::vocabulary, this::labels);
    }

    @Override
    public int vocabulary() {
        return check.least("vocabulary", calls.ask("vocabulary", dataset::vocabulary), 0);
    }

    @Override
    public int labels() {
        return check.least("labels", calls.ask("labels", dataset::labels), 0);
    }

    @Override
    public List<String> labelNames() {
        return calls.ask("labelNames", () -> dataset.labelNames().stream().map(PlainText::of).toList());
    }

    @Override
    public double scoredShare() {
        return check.share("scoredShare", calls.ask("scoredShare", dataset::scoredShare));
    }

    @Override
    public long tokensPerEpoch() {
        return check.least("tokensPerEpoch", calls.ask("tokensPerEpoch", dataset::tokensPerEpoch), 1L);
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return calls.<Optional<Tokenizer>>ask("tokenizer", dataset::tokenizer).map(given -> new GuardedTokenizer(given, calls));
    }

    private record Drawn(Batch batch, Cursor cursor) {
    }

    @Override
    public Batch next(int rows, View view) {
        Drawn drawn = calls.work("next", () -> new Drawn(dataset.next(rows, view), dataset.cursor()));
        if (drawn.batch() == null || drawn.cursor() == null) {
            throw calls.wrong(drawn.batch() == null ? "next" : "cursor", "nothing (null)");
        }
        cursor = drawn.cursor();
        return check.training(drawn.batch(), rows, view);
    }

    @Override
    public Cursor cursor() {
        if (cursor == null) {
            cursor = calls.ask("cursor", dataset::cursor);
        }
        return cursor;
    }

    @Override
    public void seek(Cursor place) {
        cursor = null;
        calls.work("seek", () -> {
            dataset.seek(place);
            return place;
        });
    }

    @Override
    public long validationRows() {
        return check.least("validationRows", calls.work("validationRows", dataset::validationRows), 0L);
    }

    @Override
    public List<Batch> validation(View view, long most, int rows) {
        List<Batch> given = calls.work("validation", () -> dataset.validation(view, most, rows));
        int size = calls.work("validation", given::size);
        return new Batches(given, size, rows, view);
    }

    /** A list that may make each batch when it is asked for. */
    private final class Batches extends AbstractList<Batch> {
        private final List<Batch> given;
        private final int size;
        private final int rows;
        private final View view;

        Batches(List<Batch> given, int size, int rows, View view) {
            this.given = given;
            this.size = size;
            this.rows = rows;
            this.view = view;
        }

        private Batch checked(Supplier<Batch> action) {
            return check.validation(calls.work("validation", action), rows, view);
        }

        @Override
        public Batch get(int index) {
            return checked(() -> given.get(index));
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Iterator<Batch> iterator() {
            Iterator<Batch> iterator = calls.work("validation", given::iterator);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return calls.work("validation", iterator::hasNext);
                }

                @Override
                public Batch next() {
                    return checked(iterator::next);
                }
            };
        }
    }

    @Override
    public boolean padded() {
        return calls.ask("padded", dataset::padded);
    }

    @Override
    public OptionalDouble validationBytesPerToken() {
        OptionalDouble bytes = calls.work("validationBytesPerToken", dataset::validationBytesPerToken);
        bytes.ifPresent(number -> check.positive("validationBytesPerToken", number));
        return bytes;
    }

    @Override
    public Map<String, String> provenance() {
        return PlainText.facts(calls.ask("provenance", dataset::provenance));
    }

    /** Closes the data; a failure to close does not fail the run. */
    @Override
    public void close() {
        calls.letGo("close", dataset::close);
    }
}
