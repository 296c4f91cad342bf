package growth.runtime.plugins.guard;

import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.options.Card;

/**
 * A data source behind the guard.
 *
 * @param source the source
 * @param calls  the way to it
 */
record GuardedSource(DataSource source, PluginCalls calls) implements DataSource {
    @Override
    public Card card() {
        return calls.ask("card", () -> PlainCards.of(source.card()));
    }

    @Override
    public Dataset open(DataRequest request) {
        DataRequest guarded = request.withLog(line -> {
            calls.showsLife();
            request.log().accept(PlainText.of(line));
        });
        return new GuardedDataset(calls.work("open", () -> source.open(guarded)), calls);
    }
}
