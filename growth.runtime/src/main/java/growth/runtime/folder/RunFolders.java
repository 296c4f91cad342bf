package growth.runtime.folder;

import java.nio.file.Path;

/** Where runs are kept. */
public final class RunFolders {
    private RunFolders() {
    }

    /**
     * @param runs folder of all runs
     * @return the folder in which a run of that name and seed is or can be kept: {@code NAME}, or {@code NAME-seedN} where that holds the
     *     run of another seed
     */
    public static Path of(Path runs, String name, long seed) {
        return RunFolder.of(runs, name, seed).path();
    }
}
