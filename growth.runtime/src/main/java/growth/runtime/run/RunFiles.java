package growth.runtime.run;

import growth.api.GrowthException;
import growth.runtime.config.YamlValue.Mapping;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Reads run files. */
@ProviderType
public interface RunFiles {
    /**
     * Returns the run, validated with the options of the plug-ins it names.
     *
     * @param file      a YAML run file
     * @param overrides {@code path=value} pairs that replace or add values, e.g. {@code training.batch=8}
     * @throws GrowthException (CONFIGURATION, MISSING_PLUGIN) with file and line and the nearest valid key
     */
    RunFile read(Path file, List<String> overrides);

    /**
     * Returns the run that a document says, validated as {@link #read(Path, List)} does.
     *
     * @param file     the file that stands for the run in errors, and whose folder relative paths start from unless {@code base} says
     *                 otherwise
     * @param document the keys of a run file, with their places
     * @throws GrowthException (CONFIGURATION, MISSING_PLUGIN) with the places of the document
     */
    RunFile read(Path file, Mapping document);

    /**
     * As {@link #read(Path, List)}, for a run that goes on and may not need every plug-in any more: those that are not installed are named
     * in {@link RunFile#absent}, and their options are not checked.
     */
    default RunFile readToResume(Path file, List<String> overrides) {
        return read(file, overrides);
    }

    /** Returns the JSON Schema of run files with the installed plug-ins' options. */
    String schema();

    /** Returns the same for readers: a page in Markdown with every key, its values, default and meaning. */
    String reference();
}
