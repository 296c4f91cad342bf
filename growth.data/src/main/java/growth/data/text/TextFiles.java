package growth.data.text;

import static growth.api.GrowthException.Kind.CONFIGURATION;
import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.api.data.DataRequest;
import growth.data.cache.FileHashes;
import growth.data.corpus.Document;
import growth.data.corpus.FilePatterns;
import growth.data.corpus.TextFile;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files that the options name, each used by one option only. */
final class TextFiles {
    private final DataRequest request;
    private final FileHashes hashes;
    private final FilePatterns patterns;
    private final Map<String, String> usedBy = new HashMap<>();

    TextFiles(DataRequest request, FileHashes hashes) {
        this.request = request;
        this.hashes = hashes;
        this.patterns = new FilePatterns(request.base());
    }

    /**
     * @param option name of an option that lists files
     * @return its files in order, empty ones left out; none if the option is not given
     * @throws GrowthException (DATA) if a file is missing or all are empty, (CONFIGURATION) if another option has the same file or its copy
     */
    List<Document> documents(String option) {
        if (!request.options().has(option)) {
            return List.of();
        }
        String place = request.options().place(option) + ": " + option;
        try {
            List<Path> files = patterns.files(request.options().texts(option));
            List<Document> documents = new ArrayList<>();
            for (Path file : files) {
                TextFile document = new TextFile(file, Files.size(file), hashes.sha256(file));
                if (document.bytes() > 0) {
                    claim(document, option);
                    documents.add(document);
                }
            }
            if (documents.isEmpty()) {
                throw new GrowthException(DATA, files.isEmpty() ? "no files are given" : files.get(0) + " is empty; give a file with text");
            }
            return documents;
        } catch (GrowthException e) {
            throw e.at(place);
        } catch (IOException e) {
            throw new GrowthException(DATA, place + ": " + e.getMessage() + " cannot be read: " + IoReason.of(e), e);
        }
    }

    /** Remembers the hashes for the next run. */
    void finish() {
        hashes.save();
    }

    private void claim(TextFile document, String option) {
        String other = usedBy.putIfAbsent(document.sha256(), option);
        if (other != null && !other.equals(option)) {
            throw new GrowthException(CONFIGURATION, document.name() + " is also in " + other
                    + ", or a copy of it is; training and validation data must be different");
        }
    }
}
