package growth.runtime.train;

import growth.api.GrowthException;
import growth.runtime.run.RunFile;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Finds out how runs begin, by opening them as a training does, without a step. */
@ProviderType
public interface RunStarts {
    /**
     * Returns how the run begins.
     *
     * @param run   the run
     * @param cache folder for tokenised data, which is filled
     * @param log   takes lines about slow work
     * @throws GrowthException whatever the run would meet before or at a growth
     */
    RunStart of(RunFile run, Path cache, Consumer<String> log);
}
