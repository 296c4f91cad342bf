package growth.data.corpus;

import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Opens files as documents: text, JSON records or Parquet, as the options or the files themselves say.
 *
 * @param format one of {@link TextLayout#ids}
 * @param field  the field, or column, of records that is text
 * @param log    takes a line about files that look like something else than they are read as
 */
public record Documents(String format, String field, Consumer<String> log) {
    private static final String FORMAT = "format";
    private static final String FIELD = "field";

    /** @return the declarations of the options, for data sources of text */
    public static List<OptionSpec> specs() {
        return List.of(OptionSpec.choice(FORMAT, TextLayout.ids(), TextLayout.AUTO, "how texts are stored: text is one text a file; jsonl"
                        + " is JSON records, one a line; parquet is a table; auto goes by the names (.jsonl, .json, .parquet)"),
                OptionSpec.of(FIELD, OptionType.TEXT, "text", "field of JSON records, or column of Parquet, that is the text"));
    }

    /** @return the opener that the options of a source that declares {@link #specs} ask for */
    public static Documents of(Options options, Consumer<String> log) {
        return new Documents(options.text(FORMAT), options.text(FIELD), log);
    }

    /** @throws growth.api.GrowthException (DATA) if the file cannot be read or unpacked */
    public Document open(InputFile file) {
        FileStart start = new PackedFile(file.path()).read(FileStart::of);
        TextLayout layout = format.equals(TextLayout.AUTO) ? TextLayout.of(file.name(), start)
                : TextLayout.valueOf(format.toUpperCase(Locale.ROOT));
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
