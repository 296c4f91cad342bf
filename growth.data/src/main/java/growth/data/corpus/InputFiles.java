package growth.data.corpus;

import static growth.api.GrowthException.Kind.CONFIGURATION;
import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.api.data.DataRequest;
import growth.data.OptionPlace;
import growth.data.cache.FileHashes;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that the options name, each used by one option only. */
public final class InputFiles {
    private final DataRequest request;
    private final FileHashes hashes;
    private final FilePatterns filePatterns;
    private final Map<String, String> usedBy = new HashMap<>();

    /**
     * Begins with no file in use.
     *
     * @param request what is asked for
     * @param hashes  remembered hashes of files
     */
    public InputFiles(DataRequest request, FileHashes hashes) {
        this.request = request;
        this.hashes = hashes;
        this.filePatterns = new FilePatterns(request.base());
    }

    /**
     * Returns its files in order, empty ones too; none if the option is not given.
     *
     * @param option   name of an option that lists files
     * @param patterns its value
     * @throws GrowthException (DATA) if a file is missing, (CONFIGURATION) if another option has the same file or its copy
     */
    public List<InputFile> files(String option, Optional<List<String>> patterns) {
        if (patterns.isEmpty()) {
            return List.of();
        }
        try {
            List<InputFile> files = new ArrayList<>();
            for (Path path : filePatterns.files(patterns.get())) {
                InputFile file = file(path);
                if (file.bytes() > 0) {
                    claim(file.sha256(), file.name(), option);
                }
                files.add(file);
            }
            if (files.isEmpty()) {
                throw new GrowthException(DATA, "no files are given");
            }
            return files;
        } catch (GrowthException e) {
            throw place(option).at(e);
        }
    }

    /** Returns the file with its hash; refuses a file (DATA) that cannot be read. */
    public InputFile file(Path path) {
        try {
            return new InputFile(path, Files.size(path), hashes.sha256(path));
        } catch (IOException e) {
            throw IoReason.unreadable(DATA, path, e);
        }
    }

    /**
     * Marks data as used.
     *
     * @param contents hash of what is used
     * @param name     how the error calls it
     * @param option   who uses it
     * @throws GrowthException (CONFIGURATION) if another option uses it
     */
    public void claim(String contents, String name, String option) {
        String other = usedBy.putIfAbsent(contents, option);
        if (other != null && !other.equals(option)) {
            throw new GrowthException(CONFIGURATION, name + " is also in " + other
                    + ", or a copy of it is; training and validation data must be different");
        }
    }

    /** Returns what errors about the option carry. */
    public OptionPlace place(String option) {
        return OptionPlace.of(request, option);
    }

    /** Remembers the hashes for the next run. */
    public void finish() {
        hashes.save();
    }
}
