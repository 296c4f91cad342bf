package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.ModelShape;
import growth.api.suite.EvaluationSuite;
import growth.api.suite.SuiteRequest;
import growth.runtime.run.PluginChoice;
import growth.runtime.run.RunFile;
import growth.runtime.suite.SuiteTokens;
import java.util.List;
import java.util.Optional;

/** Asks the suites of a run for their tasks, before its first step. */
final class RunSuites {
    private RunSuites() {
    }

    /**
     * Takes the suites before the data are opened, which may take long.
     *
     * @throws GrowthException (CONFIGURATION) with the place if the model cannot be asked, (MISSING_PLUGIN) if a suite is not there
     */
    static void require(RunFile run, PinnedPlugins plugins) {
        for (PluginChoice suite : run.evaluate().suites().chosen()) {
            GrowthException.placed(suite.place(), () -> {
                SuiteTokens.requireCausal(run.model().family());
                return plugins.suite(suite.name());
            });
        }
    }

    /**
     * Returns the suites as tokens.
     *
     * @throws GrowthException with the place, if one has no task for the model
     */
    static List<SuiteTokens> of(RunFile run, ModelShape target, Dataset dataset, PinnedPlugins plugins) {
        long seed = run.evaluate().suites().policies().suitesSeed().orElse(SuiteTokens.SEED);
        Optional<Tokenizer> tokenizer = dataset.tokenizer();
        return run.evaluate().suites().chosen().stream().map(choice -> GrowthException.placed(choice.place(), () -> {
            EvaluationSuite suite = plugins.suite(choice.name());
            SuiteRequest request = new SuiteRequest(choice.options(), run.base(), tokenizer, target.vocabulary(), target.context(), seed);
            return SuiteTokens.of(choice.name(), suite, request, new int[0]);
        })).toList();
    }
}
