package growth.data.corpus;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.data.parquet.ParquetTexts;
import growth.formats.digest.Sha256;
import java.nio.CharBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A file of records of which one field is text: JSON, plain or packed, or Parquet. Between two texts stands a form feed, as between two
 * files, so that it is tokenised like one file of all of them.
 */
final class RecordFile implements Document {
    private static final String SEPARATOR = "\f";

    private final InputFile file;
    private final TextLayout layout;
    private final String field;
    private final Consumer<String> log;
    private boolean told;

    /**
     * Makes a document of a file.
     *
     * @param layout how its texts are stored
     * @param field  the field, or column, that is text
     * @param log    takes a line if records have no text
     */
    RecordFile(InputFile file, TextLayout layout, String field, Consumer<String> log) {
        this.file = file;
        this.layout = layout;
        this.field = field;
        this.log = log;
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public long bytes() {
        return file.bytes();
    }

    @Override
    public String sha256() {
        return file.sha256();
    }

    @Override
    public String contents() {
        return Sha256.of(List.of(layout.name(), field, file.sha256()));
    }

    /** {@inheritDoc} Refuses, with file and place, a damaged file, and one without the field or without any text (DATA). */
    @Override
    public void read(Consumer<String> chunks) {
        Chunker chunker = new Chunker(chunks, Chunker.USUAL, Chunker.LONGEST);
        boolean[] first = {true};
        Consumer<String> texts = text -> {
            if (!first[0]) {
                chunker.add(CharBuffer.wrap(SEPARATOR));
            }
            first[0] = false;
            chunker.add(CharBuffer.wrap(text));
        };
        if (layout == TextLayout.PARQUET) {
            ParquetTexts parquet = new ParquetTexts(file.path(), field);
            parquet.read(texts);
            check(parquet.records(), parquet.texts());
        } else {
            JsonTexts json = new JsonTexts(name(), field);
            new PackedFile(file.path()).read(in -> {
                FileStart.of(in).requireText(name());
                json.read(in, texts);
                return null;
            });
            check(json.records(), json.texts());
        }
        chunker.finish();
    }

    private void check(long records, long texts) {
        if (texts == 0) {
            throw new GrowthException(DATA, name() + ": " + (records == 0 ? "holds no records"
                    : "none of " + records + " records has a text in '" + field + "'") + "; give a file with text");
        }
        if (texts < records && !told) {
            told = true;
            log.accept(String.format(Locale.ROOT, "warning: %s: %,d of %,d records have no '%s', or an empty one, and are left out",
                    name(), records - texts, records, field));
        }
    }
}
