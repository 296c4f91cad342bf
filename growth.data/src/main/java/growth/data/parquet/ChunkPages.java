package growth.data.parquet;

import growth.data.parquet.ParquetTexts.ParquetRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/** The pages of a column chunk one after the other, unpacked. */
final class ChunkPages implements PageReader {
    /** No writer makes pages of more than some megabytes; one that unpacks to more would fill the memory. */
    private static final long LARGEST = Math.min(1 << 29, Runtime.getRuntime().maxMemory() / 4);
    private final InputStream in;
    private final ColumnMetaData facts;
    private DictionaryPage dictionary;
    private DataPage first;
    private long values;

    /** Reads the first page of a chunk, so that a dictionary before it is there. */
    ChunkPages(InputStream in, ColumnMetaData facts) throws IOException {
        this.in = in;
        this.facts = facts;
        // A dictionary, if there is one, comes first.
        first = next();
    }

    @Override
    public DictionaryPage readDictionaryPage() {
        return dictionary;
    }

    @Override
    public long getTotalValueCount() {
        return facts.getNum_values();
    }

    @Override
    public DataPage readPage() {
        if (first != null) {
            DataPage page = first;
            first = null;
            return page;
        }
        try {
            return next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DataPage next() throws IOException {
        while (values < facts.getNum_values()) {
            PageHeader header = Util.readPageHeader(in);
            int packed = size(header.getCompressed_page_size());
            int length = size(header.getUncompressed_page_size());
            byte[] bytes = in.readNBytes(packed);
            if (bytes.length < packed) {
                throw new ParquetRefusal("breaks off within a page; copy or download the file again");
            }
            if (header.getType() == PageType.DICTIONARY_PAGE) {
                dictionary = new DictionaryPage(BytesInput.from(PageCodec.unpack(facts.getCodec(), bytes, 0, length)),
                        header.getDictionary_page_header().getNum_values(), encoding(header.getDictionary_page_header().getEncoding()));
            } else if (header.getType() == PageType.DATA_PAGE) {
                return page(header.getData_page_header(), PageCodec.unpack(facts.getCodec(), bytes, 0, length));
            } else if (header.getType() == PageType.DATA_PAGE_V2) {
                return page(header.getData_page_header_v2(), bytes, length);
            }
        }
        return null;
    }

    private static int size(int claimed) {
        if (claimed < 0 || claimed > LARGEST) {
            throw new ParquetRefusal("has a page of " + Integer.toUnsignedLong(claimed) + " bytes, more than " + LARGEST
                    + "; it is damaged, or must be written with smaller pages");
        }
        return claimed;
    }

    private DataPage page(DataPageHeader header, byte[] page) {
        values += header.getNum_values();
        return new DataPageV1(BytesInput.from(page), header.getNum_values(), page.length, null,
                encoding(header.getRepetition_level_encoding()), encoding(header.getDefinition_level_encoding()),
                encoding(header.getEncoding()));
    }

    private DataPage page(DataPageHeaderV2 header, byte[] bytes, int length) throws IOException {
        values += header.getNum_values();
        int repetition = header.getRepetition_levels_byte_length();
        int definition = header.getDefinition_levels_byte_length();
        int levels = Math.addExact(repetition, definition);
        if (repetition < 0 || definition < 0 || levels > bytes.length || levels > length) {
            throw new ParquetRefusal("a page is damaged; copy or download the file again");
        }
        boolean packed = !header.isSetIs_compressed() || header.isIs_compressed();
        byte[] data = packed && length > levels ? PageCodec.unpack(facts.getCodec(), bytes, levels, length - levels)
                : Arrays.copyOfRange(bytes, levels, bytes.length);
        return DataPageV2.uncompressed(header.getNum_rows(), header.getNum_nulls(), header.getNum_values(),
                BytesInput.from(bytes, 0, repetition), BytesInput.from(bytes, repetition, definition), encoding(header.getEncoding()),
                BytesInput.from(data), null);
    }

    private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
        return Encoding.valueOf(encoding.name());
    }
}
