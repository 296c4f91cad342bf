package growth.study.run;

import growth.api.GrowthException;
import org.osgi.annotation.versioning.ProviderType;

/** Carries out studies. */
@ProviderType
public interface StudyRunner {
    /**
     * Trains what is missing: the baseline's seeds first, because they tell the noise floor, then the cheapest runs first. Runs that begin
     * alike train the common part once. Runs that are over are not repeated, runs that were begun go on. A run that diverges is a result;
     * after any other failure the study goes on with the other runs, unless the disk takes nothing more.
     *
     * <p>At a place, as many runs train at a time as it has executors, the longest first; everything else is as in one process, and a study
     * that was begun there goes on here, and the other way round.
     *
     * @return what became of it; failures of runs are in there
     * @throws GrowthException if the study cannot begin: another process carries it out (CHECKPOINT), runs in its folder have other
     *                         settings (CONFIGURATION), data (DATA) or plug-ins (MISSING_PLUGIN)
     */
    StudyOutcome run(StudyRequest request);
}
