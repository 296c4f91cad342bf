package growth.data.text;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.data.corpus.Document;
import growth.data.corpus.Documents;
import growth.data.corpus.InputFile;
import growth.data.corpus.InputFiles;
import java.util.List;
import java.util.Optional;

/** The files of an option as text; empty ones are left out. */
record TextFiles(InputFiles files, Documents documents) {
    /**
     * @param option   name of an option that lists files
     * @param patterns its value
     * @return its documents in order; none if the option is not given
     * @throws GrowthException (DATA) if a file is missing or all are empty, (CONFIGURATION) if another option has the same file or its copy
     */
    List<Document> documents(String option, Optional<List<String>> patterns) {
        List<InputFile> all = files.files(option, patterns);
        try {
            List<Document> opened = all.stream().filter(file -> file.bytes() > 0).map(documents::open).toList();
            if (opened.isEmpty() && !all.isEmpty()) {
                throw new GrowthException(DATA, all.get(0).name() + " is empty; give a file with text");
            }
            return opened;
        } catch (GrowthException e) {
            throw e.at(files.place(option));
        }
    }
}
