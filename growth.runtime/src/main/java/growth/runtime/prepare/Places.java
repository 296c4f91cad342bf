package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.runtime.run.RunFile;
import java.util.function.Supplier;

/** Puts the place in the run file in front of what plug-ins refuse, unless they have named a better one themselves. */
final class Places {
    private final RunFile run;

    Places(RunFile run) {
        this.run = run;
    }

    /**
     * @param place  {@code file:line} of what is being done
     * @param action what is being done
     * @return its result
     * @throws GrowthException what it throws, with a place
     */
    <T> T at(String place, Supplier<T> action) {
        try {
            return action.get();
        } catch (GrowthException e) {
            boolean placed = e.getMessage().startsWith(run.file() + ":") || e.getMessage().startsWith("--set ");
            throw placed ? e : e.at(place);
        }
    }
}
