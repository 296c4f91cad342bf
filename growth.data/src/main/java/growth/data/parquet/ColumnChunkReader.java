package growth.data.parquet;

import growth.data.parquet.Footer.TextColumn;
import growth.data.parquet.ParquetTexts.ParquetRefusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.io.api.PrimitiveConverter;

/**
 * Reads the part of a text column that lies in one row group.
 *
 * @param channel the file
 * @param column  the column
 * @param chunk   its part in the row group
 */
record ColumnChunkReader(FileChannel channel, TextColumn column, ColumnChunk chunk) {
    private static final int BUFFER = 1 << 16;

    /** Delivers all values, null where there is none. */
    void read(Consumer<String> sink) throws IOException {
        ColumnMetaData facts = chunk.getMeta_data();
        if (chunk.isSetFile_path()) {
            throw new ParquetRefusal("its columns lie in other files (" + chunk.getFile_path() + "); give those");
        }
        if (facts.getNum_values() == 0) {
            return;
        }
        boolean dictionary = facts.isSetDictionary_page_offset() && facts.getDictionary_page_offset() > 0
                && facts.getDictionary_page_offset() < facts.getData_page_offset();
        long start = dictionary ? facts.getDictionary_page_offset() : facts.getData_page_offset();
        if (start < 0 || facts.getTotal_compressed_size() < 0 || start > channel.size() - facts.getTotal_compressed_size()) {
            throw new ParquetRefusal("breaks off: column '" + column.descriptor().getPath()[0] + "' ends behind the file; copy or download"
                    + " it again");
        }
        try (ChannelRange range = new ChannelRange(channel, start, facts.getTotal_compressed_size());
                BufferedInputStream in = new BufferedInputStream(range, BUFFER)) {
            ChunkPages pages = new ChunkPages(in, facts);
            ColumnReaderImpl values = new ColumnReaderImpl(column.descriptor(), pages, new PrimitiveConverter() { }, column.writer());
            int present = column.descriptor().getMaxDefinitionLevel();
            for (long i = 0; i < facts.getNum_values(); i++) {
                sink.accept(values.getCurrentDefinitionLevel() == present ? text(values) : null);
                values.consume();
            }
        }
    }

    private String text(ColumnReaderImpl values) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(values.getBinary().toByteBuffer()).toString();
        } catch (CharacterCodingException e) {
            throw new ParquetRefusal("column '" + column.descriptor().getPath()[0] + "' holds bytes that are no UTF-8; name another one as"
                    + " field (of eval: --field)");
        }
    }

    /** A part of a file as a stream. The file stays open. */
    static final class ChannelRange extends InputStream {
        private final FileChannel channel;
        private final long end;
        private long at;

        ChannelRange(FileChannel channel, long from, long length) {
            this.channel = channel;
            this.at = from;
            this.end = from + length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (at >= end) {
                return -1;
            }
            int read = channel.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, end - at)), at);
            at += Math.max(0, read);
            return read;
        }
    }
}
