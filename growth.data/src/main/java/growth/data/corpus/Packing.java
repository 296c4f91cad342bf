package growth.data.corpus;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** The packings of files, recognised by the first bytes, whatever the name. */
enum Packing {
    /** Not at all. */
    NONE(List.of()) {
        @Override
        InputStream unpack(InputStream packed) {
            return packed;
        }
    },
    GZIP(List.of(".gz", ".gzip"), "1F8B") {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return new GZIPInputStream(packed, BUFFER);
        }
    },
    /** Frames may be skippable ones (parallel zstd writes such). */
    ZSTD(List.of(".zst", ".zstd"), "28B52FFD", "502A4D18", "512A4D18", "522A4D18", "532A4D18", "542A4D18", "5D2A4D18") {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            try {
                return new ZstdInputStream(packed);
            } catch (LinkageError e) {
                throw new NativeMissingException("is packed with zstd, whose native library does not load on this machine ("
                        + e.getMessage() + "); unpack it with zstd -d", e);
            }
        }
    },
    XZ(List.of(".xz"), "FD377A585A00") {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return new XZInputStream(packed, XZ_MEMORY);
        }
    },
    BZIP2(List.of(".bz2"), "425A68") {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return new BZip2CompressorInputStream(packed, true);
        }

        @Override
        boolean matches(byte[] start) {
            byte[] block = HexFormat.of().parseHex("314159265359");
            byte[] none = HexFormat.of().parseHex("177245385090");
            return super.matches(start) && start.length >= BLOCK + block.length && (Arrays.equals(start, BLOCK, BLOCK + block.length, block,
                    0, block.length) || Arrays.equals(start, BLOCK, BLOCK + none.length, none, 0, none.length));
        }
    },
    LZ4(List.of(".lz4"), "04224D18") {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return new FramedLZ4CompressorInputStream(packed, true);
        }
    };

    /** Says in words that a packing cannot be read here. */
    static final class NativeMissingException extends IOException {
        private static final long serialVersionUID = 1L;

        NativeMissingException(String message, LinkageError cause) {
            super(message, cause);
        }
    }

    /** Of bzip2: where its first block begins. */
    private static final int BLOCK = 4;
    private static final int BUFFER = 1 << 16;
    /** In KiB; xz -9 needs 65 MiB. */
    private static final int XZ_MEMORY = 512 * 1024;

    private final List<String> endings;
    private final List<byte[]> magics;

    Packing(List<String> endings, String... magics) {
        this.endings = endings;
        this.magics = Arrays.stream(magics).map(HexFormat.of()::parseHex).toList();
    }

    /** Returns the packing of a file that begins with these bytes. */
    static Packing of(FileStart start) {
        return Arrays.stream(values()).filter(packing -> packing.matches(start.bytes())).findFirst().orElse(NONE);
    }

    /** Returns the packing that a file's name promises, if any. */
    static Optional<Packing> named(String name) {
        return Arrays.stream(values()).filter(packing -> packing.endings.stream().anyMatch(name::endsWith)).findFirst();
    }

    /** Returns the name without the ending of a packing. */
    static String bareName(String name) {
        return Arrays.stream(values()).flatMap(packing -> packing.endings.stream()).filter(name::endsWith)
                .map(ending -> name.substring(0, name.length() - ending.length())).findFirst().orElse(name);
    }

    boolean matches(byte[] start) {
        return magics.stream().anyMatch(magic -> start.length >= magic.length
                && Arrays.equals(start, 0, magic.length, magic, 0, magic.length));
    }

    /** Returns the unpacked stream, all members or frames of it; it reads ahead in the packed stream. */
    abstract InputStream unpack(InputStream packed) throws IOException;

    /** Returns its name in errors. */
    String words() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the unpacked stream, which can be marked. */
    InputStream open(InputStream packed) throws IOException {
        return this == NONE ? packed : new BufferedInputStream(unpack(packed), BUFFER);
    }
}
