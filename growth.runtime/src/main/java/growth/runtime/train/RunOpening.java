package growth.runtime.train;

import growth.api.engine.EngineOptions;
import growth.runtime.checkpoint.RunState;
import growth.runtime.plan.MemoryCheck;
import growth.runtime.plugins.Catalogue;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.RunPreparation;
import growth.runtime.run.RunFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Opens a run for training.
 *
 * @param catalogue what is installed
 * @param cache     folder for tokenised data
 * @param log       takes lines about slow work
 */
record RunOpening(Catalogue catalogue, Path cache, Consumer<String> log) {

    /**
     * Returns the run, opened and checked, which fits into memory; to be closed by the caller.
     *
     * @param from what it goes on from
     */
    PreparedRun open(RunFile run, Optional<RunState> from) {
        PreparedRun prepared = new RunPreparation(catalogue).prepare(run, cache, log, from);
        try {
            MemoryCheck.require(prepared);
            return prepared;
        } catch (RuntimeException | Error e) {
            prepared.close();
            throw e;
        }
    }

    /**
     * Returns how sessions of the run compute. The number of workers is settled once and for all: another one would round differently after
     * a resume.
     *
     * @param begun what the run goes on from
     */
    static EngineOptions options(PreparedRun prepared, Optional<RunState> begun) {
        EngineOptions asked = prepared.engineOptions();
        int workers = asked.workers() > 0 ? asked.workers() : begun.map(RunState::workers).orElseGet(prepared.engine()::defaultWorkers);
        return asked.withWorkers(workers);
    }
}
