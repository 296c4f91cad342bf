package growth.data.corpus;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.data.options.TextOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Opens files as documents: text, JSON records or Parquet, as the options or the files themselves say.
 *
 * @param format how texts are stored
 * @param field  the field, or column, of records that is text
 * @param log    takes a line about files that look like something else than they are read as
 */
public record Documents(TextOptions.Format format, String field, Consumer<String> log) {
    /**
     * Opens the files of an option; empty ones are left out.
     *
     * @param option   name of an option that lists files
     * @param patterns its value
     * @return its documents in order; none if the option is not given
     * @throws GrowthException (DATA) if a file is missing or all are empty, (CONFIGURATION) if another option has the same file or its copy
     */
    public List<Document> open(InputFiles files, String option, Optional<List<String>> patterns) {
        List<InputFile> all = files.files(option, patterns);
        try {
            List<Document> opened = all.stream().filter(file -> file.bytes() > 0).map(this::open).toList();
            if (opened.isEmpty() && !all.isEmpty()) {
                throw new GrowthException(DATA, all.get(0).name() + " is empty; give a file with text");
            }
            return opened;
        } catch (GrowthException e) {
            throw files.place(option).at(e);
        }
    }

    Document open(InputFile file) {
        FileStart start = new PackedFile(file.path()).read(FileStart::of);
        TextLayout layout = switch (format) {
            case AUTO -> TextLayout.of(file.name(), start);
            case TEXT -> TextLayout.TEXT;
            case JSONL -> TextLayout.JSONL;
            case PARQUET -> TextLayout.PARQUET;
        };
        if (layout != TextLayout.TEXT) {
            FileKind.of(start).filter(kind -> kind != FileKind.PARQUET).ifPresent(kind -> start.requireText(file.name()));
            return new RecordFile(file, layout, field, log);
        }
        if (start.looksLikeText()) {
            TextLayout.doubt(file.name(), start).ifPresent(log);
        }
        return new TextFile(file.path(), file.bytes(), file.sha256());
    }
}
