package growth.data.corpus;

import growth.data.options.TextOptions;
import java.util.function.Consumer;

/**
 * Opens files as documents: text, JSON records or Parquet, as the options or the files themselves say.
 *
 * @param format how texts are stored
 * @param field  the field, or column, of records that is text
 * @param log    takes a line about files that look like something else than they are read as
 */
public record Documents(TextOptions.Format format, String field, Consumer<String> log) {
    /** @throws growth.api.GrowthException (DATA) if the file cannot be read or unpacked */
    public Document open(InputFile file) {
        FileStart start = new PackedFile(file.path()).read(FileStart::of);
        TextLayout layout = switch (format) {
            case AUTO -> TextLayout.of(file.name(), start);
            case TEXT -> TextLayout.TEXT;
            case JSONL -> TextLayout.JSONL;
            case PARQUET -> TextLayout.PARQUET;
        };
        if (layout != TextLayout.TEXT) {
            FileKind.of(start).filter(kind -> kind != FileKind.PARQUET).ifPresent(kind -> TextKinds.requireText(file.name(), start));
            return new RecordFile(file, layout, field, log);
        }
        if (start.looksLikeText()) {
            TextLayout.doubt(file.name(), start).ifPresent(log);
        }
        return new TextFile(file.path(), file.bytes(), file.sha256());
    }
}
