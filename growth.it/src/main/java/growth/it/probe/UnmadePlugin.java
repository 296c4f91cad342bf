package growth.it.probe;

import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.options.Card;
import java.util.Map;

/** An engine or a data source that cannot be made without a device; with one, it can be made but does nothing. */
public final class UnmadePlugin implements Engine, DataSource {

    /** The plug-in's name. */
    public static final String NAME = "unmade";

    /** Always fails. */
    public UnmadePlugin() {
        throw new IllegalStateException("no such device");
    }

    /** @param device only has to be there */
    public UnmadePlugin(Runnable device) {
    }

    @Override
    public Card card() {
        return new Card(NAME, "Does nothing, for a test.", "none");
    }

    @Override
    public Dataset open(DataRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void check(ModelShape shape, View view) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EngineSession open(ModelState state, EngineOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long memory(ModelShape shape, View view, EngineOptions options, double scoredShare) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int defaultWorkers() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Peak peak(int workers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, String> description() {
        throw new UnsupportedOperationException();
    }
}
