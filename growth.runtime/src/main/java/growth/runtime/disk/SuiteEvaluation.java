package growth.runtime.disk;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Tokenizer;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Options;
import growth.api.suite.EvaluationSuite;
import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteResult;
import growth.data.tokenizer.LibraryTokenizer;
import growth.formats.huggingface.ModelFolder;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.ModelLocation;
import growth.runtime.config.PluginOptions;
import growth.runtime.disk.Evaluator.DataToEvaluate;
import growth.runtime.disk.Evaluator.SuiteToEvaluate;
import growth.runtime.disk.Evaluator.Watch;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import growth.runtime.suite.SuiteScorer;
import growth.runtime.suite.SuiteTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Scores a model on disk on a suite.
 *
 * @param model the model
 */
record SuiteEvaluation(ModelSession model) {
    private static final String OPTION = "--suite";

    /** @throws GrowthException in one line, also if there is no such suite or it has no task for the model */
    SuiteResult score(SuiteToEvaluate suite, Watch watch) {
        ModelShape shape = ModelFolder.shape(model.folder());
        GrowthException.placed(model.folder().toString(), () -> {
            SuiteTokens.requireCausal(shape.family());
            return shape;
        });
        SuiteTokens asked = asked(suite, shape);
        asked.remarks().forEach(watch::warn);
        return model.with(suite.rows(), session -> new SuiteScorer(session, shape, View.full(), suite.rows()).score(asked,
                (done, total) -> {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancellationException("the evaluation was stopped");
                    }
                    watch.progress(done, total, Double.NaN);
                }));
    }

    private SuiteTokens asked(SuiteToEvaluate suite, ModelShape shape) {
        Catalogue catalogue = model.catalogue();
        Path file = model.folder().resolve(Checkpoint.TOKENIZER);
        try (Lease<EvaluationSuite> lease = catalogue.suite(suite.name());
                LibraryTokenizer tokenizer = Files.exists(file) ? LibraryTokenizer.read(file) : null) {
            if (tokenizer != null && tokenizer.vocabulary() > shape.vocabulary()) {
                throw new GrowthException(Kind.CHECKPOINT, file + ": has " + tokenizer.vocabulary() + " token ids, and the model of the"
                        + " folder has " + shape.vocabulary() + "; it belongs to another model");
            }
            Options options = PluginOptions.of(lease.get().card(), suite.settings());
            int context = Math.min(shape.context(), DataToEvaluate.MOST_CONTEXT);
            SuiteRequest request = new SuiteRequest(options, suite.base(), Optional.<Tokenizer>ofNullable(tokenizer), shape.vocabulary(),
                    context, suite.seed().orElse(SuiteTokens.SEED));
            boolean special = suite.specialTokens().orElse(!ModelLocation.ofRun(model.folder()));
            int[] prefix = special && tokenizer != null ? tokenizer.prefix() : new int[0];
            return GrowthException.placed(OPTION, () -> SuiteTokens.of(suite.name(), lease.get(), request, prefix));
        }
    }
}
