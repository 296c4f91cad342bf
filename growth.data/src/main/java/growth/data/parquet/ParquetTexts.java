package growth.data.parquet;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.data.parquet.Footer.TextColumn;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.RowGroup;

/** One text column of a Parquet file, page by page. Nulls and empty texts are passed over. */
public final class ParquetTexts {
    private final Path path;
    private final String name;
    private long records;
    private long texts;

    /**
     * Names a column of a file.
     *
     * @param path   the file
     * @param column the column's name
     */
    public ParquetTexts(Path path, String column) {
        this.path = path;
        this.name = column;
    }

    /** Returns the number of rows read. */
    public long records() {
        return records;
    }

    /** Returns the number of texts delivered. */
    public long texts() {
        return texts;
    }

    /** Delivers the texts of all row groups; refuses a file (DATA) that is damaged, packed otherwise, or has no such column of text. */
    public void read(Consumer<String> sink) {
        int group = 0;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            Footer footer = Footer.read(channel);
            TextColumn column = footer.column(name);
            for (RowGroup rows : footer.groups()) {
                read(channel, column, rows, sink);
                group++;
            }
        } catch (IOException e) {
            throw refuse("cannot be read: " + IoReason.of(e), e);
        } catch (ParquetRefusal e) {
            throw refuse(e.getMessage(), e);
        } catch (SinkFailure e) {
            throw e.cause;
        } catch (RuntimeException e) {
            // The library says in many ways that bytes are not what they should be.
            throw refuse("row group " + group + ", column '" + name + "': the page at row " + records
                    + " is damaged; copy or download the file again", e);
        }
    }

    private void read(FileChannel channel, TextColumn column, RowGroup rows, Consumer<String> sink) throws IOException {
        Optional<ColumnChunk> chunk = rows.getColumns().stream()
                .filter(c -> c.isSetMeta_data() && c.getMeta_data().getPath_in_schema().equals(List.of(name))).findFirst();
        if (chunk.isEmpty()) {
            throw new ParquetRefusal("column '" + name + "' is encrypted or missing in a row group; write the file anew");
        }
        new ColumnChunkReader(channel, column, chunk.get()).read(text -> {
            records++;
            if (text != null && !text.isEmpty()) {
                texts++;
                deliver(text, sink);
            }
        });
    }

    /** What the taker throws is not the file's fault. */
    private static void deliver(String text, Consumer<String> sink) {
        try {
            sink.accept(text);
        } catch (RuntimeException e) {
            throw new SinkFailure(e);
        }
    }

    private static final class SinkFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final RuntimeException cause;

        SinkFailure(RuntimeException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private GrowthException refuse(String message, Throwable cause) {
        return new GrowthException(DATA, path + ": " + message, cause);
    }

    /** Says in words why a Parquet file is not read. */
    static final class ParquetRefusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ParquetRefusal(String message) {
            super(message);
        }
    }
}
