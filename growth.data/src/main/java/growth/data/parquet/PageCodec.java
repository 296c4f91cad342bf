package growth.data.parquet;

import com.github.luben.zstd.ZstdInputStream;
import growth.data.parquet.ParquetTexts.ParquetRefusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;
import org.apache.parquet.format.CompressionCodec;

/** Unpacks the pages of a column. */
final class PageCodec {
    private PageCodec() {
    }

    /**
     * Unpacks a page.
     *
     * @param codec  how it is packed
     * @param packed the page
     * @param from   where it begins in there
     * @param length bytes it has when unpacked
     * @throws ParquetRefusal if it is packed in a way that is not read, or has another length
     */
    static byte[] unpack(CompressionCodec codec, byte[] packed, int from, int length) throws IOException {
        InputStream source = new ByteArrayInputStream(packed, from, packed.length - from);
        try (InputStream in = open(codec, source)) {
            byte[] page = in.readNBytes(length);
            if (page.length != length) {
                throw new ParquetRefusal("a page ends after " + page.length + " of " + length + " bytes; copy or download the file again");
            }
            return page;
        } catch (IOException e) {
            throw new ParquetRefusal("a page packed with " + codec.toString().toLowerCase(Locale.ROOT)
                    + " is damaged; copy or download the file again");
        }
    }

    private static InputStream zstd(InputStream in) throws IOException {
        try {
            return new ZstdInputStream(in);
        } catch (LinkageError e) {
            throw new ParquetRefusal("is packed with zstd, whose native library does not load on this machine (" + e.getMessage()
                    + "); write it with snappy or gzip");
        }
    }

    private static InputStream open(CompressionCodec codec, InputStream in) throws IOException {
        return switch (codec) {
            case UNCOMPRESSED -> in;
            case SNAPPY -> new SnappyCompressorInputStream(in);
            case GZIP -> new GZIPInputStream(in);
            case ZSTD -> zstd(in);
            case LZ4_RAW -> new BlockLZ4CompressorInputStream(in);
            default -> throw new ParquetRefusal("is packed with " + codec.toString().toLowerCase(Locale.ROOT)
                    + ", which is not read; write it with zstd, snappy or gzip");
        };
    }
}
