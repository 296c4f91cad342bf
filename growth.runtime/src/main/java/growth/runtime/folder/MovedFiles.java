package growth.runtime.folder;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.run.RunFile;
import java.util.Map;
import java.util.Set;

/** Files that a resumed run names otherwise than before. They may lie elsewhere where hashes can tell that they are the same. */
public final class MovedFiles {
    private static final String DATA = "data.";

    private MovedFiles() {
    }

    /**
     * @param moved  dotted paths of the values that differ
     * @param before what was known of the data when the run began
     * @param now    what is known of them now
     * @throws GrowthException (CONFIGURATION) that names the first value of which no hash tells whether its files are the same
     */
    public static void require(RunFile run, RunFolder folder, Set<String> moved, Map<String, String> before, Map<String, String> now) {
        for (String path : moved) {
            String part = path.startsWith(DATA) ? path.substring(DATA.length()).split("\\.", 2)[0] : path;
            if (!SameData.recognises(before, part) || !SameData.recognises(now, part)) {
                throw new GrowthException(Kind.CONFIGURATION, run.file() + ": " + path + " differs from the run in " + folder.path()
                        + ", and no hash tells that the files are the same; name those it was begun with");
            }
        }
    }
}
