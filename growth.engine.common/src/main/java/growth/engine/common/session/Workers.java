package growth.engine.common.session;

import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.engine.common.check.EngineCheck;

/** The number of workers, which an engine chooses where none is given. */
public final class Workers {
    private Workers() {
    }

    /** Returns the wanted number; that of the engine for 0. */
    public static int of(Engine engine, int wanted) {
        return wanted == 0 ? engine.defaultWorkers() : wanted;
    }

    /**
     * Returns checked options with a number of workers.
     *
     * @throws growth.api.GrowthException (CONFIGURATION) if the engine cannot open a session like that
     */
    public static EngineOptions complete(Engine engine, EngineOptions options) {
        EngineCheck.check(options);
        return options.withWorkers(of(engine, options.workers()));
    }
}
