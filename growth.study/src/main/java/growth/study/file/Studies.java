package growth.study.file;

import growth.api.GrowthException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Reads study files and plans studies. */
@ProviderType
public interface Studies {
    /**
     * Returns the study. Neither data nor plug-ins are needed, so that a study can be read where it was not run.
     *
     * @param file      a YAML study file, or the {@code study.yaml} of a study folder
     * @param overrides {@code path=value} pairs that replace or add values, e.g. {@code seeds=5}
     * @throws GrowthException (CONFIGURATION) with file and line and the nearest valid key
     */
    Study read(Path file, List<String> overrides);

    /**
     * Returns the study with everything that depends on plug-ins, data and machine decided, and every run of it, checked by the code of
     * the run itself. Nothing is trained.
     *
     * @param study the study
     * @param cache folder for tokenised data, which its runs share
     * @param log   takes lines about slow work, such as training a tokenizer
     * @throws GrowthException whatever a run would meet, with the arm's name; (CONFIGURATION) if arms are not comparable
     */
    StudyPlan plan(Study study, Path cache, Consumer<String> log);

    /** Returns the JSON Schema of study files. */
    String schema();

    /** Returns the same for readers: a page in Markdown with every key, its values, default and meaning. */
    String reference();
}
