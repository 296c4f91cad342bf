package growth.data.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Recognises files by their first bytes that are neither text nor token ids but are handed over by mistake, and says what to do then. */
public enum FileKind {
    /** A Git LFS pointer, which is text. */
    LFS("a Git LFS pointer, not the file itself", "fetch it with git lfs pull", text("version https://git-lfs.github.com/spec/")),
    PARQUET("a Parquet file", "give it to data of kind text", text("PAR1")),
    ENCRYPTED_PARQUET("an encrypted Parquet file", "write it without encryption", text("PARE")),
    ARROW("an Arrow file", "write it as Parquet or JSON Lines, e.g. with to_parquet() of Hugging Face's datasets", text("ARROW1")),
    ARROW_STREAM("an Arrow stream, as Hugging Face's datasets keep them", "write it as Parquet or JSON Lines, e.g. with to_parquet()",
            hex("FFFFFFFF....0000")),
    FEATHER("a Feather file", "write it as Parquet or JSON Lines", text("FEA1")),
    ORC("an ORC file", "write it as Parquet or JSON Lines", text("ORC")),
    AVRO("an Avro file", "write it as Parquet or JSON Lines", text("Obj\1")),
    HDF5("an HDF5 file", "write its texts as JSON Lines, or its ids as .npy", hex("894844460D0A1A0A")),
    SQLITE("an SQLite database", "write its texts as JSON Lines or Parquet", text("SQLite format 3\0")),
    DUCKDB("a DuckDB database", "write its texts as Parquet, e.g. with COPY … TO 'text.parquet'", hex("................4455434B")),
    LMDB("an LMDB database", "write its texts as JSON Lines or Parquet", hex("................................DEC0EFBE")),
    NPY("a NumPy array", "token ids go to data of kind tokens", hex("934E554D5059")),
    SAFETENSORS("a safetensors file", "token ids go to data of kind tokens, batches to kind tensors", hex("............00007B22")),
    LLMC("a file of token ids as llm.c writes them", "give it to data of kind tokens", hex("88D83401")),
    LLMC_LLAMA("a file of token ids as llm.c writes them", "give it to data of kind tokens", hex("A1D93401")),
    GGUF("a model in GGUF", "give text; models are read from Hugging Face folders", text("GGUF")),
    PICKLE("a Python pickle", "write texts as JSON Lines, ids as .npy", hex("8002"), hex("8003"), hex("8004"), hex("8005"),
            hex("800495........00000000"), hex("800595........00000000"), hex("80028A0A6CFC9C46")),
    ZIP("a zip archive (as .docx, .xlsx, .epub, .npz and .pth are)", "unpack it and give the files within, as text, .jsonl or .parquet",
            hex("504B0304"), hex("504B0506"), hex("504B0708")),
    SEVEN_ZIP("a 7z archive", "unpack it and give the files within", hex("377ABCAF271C")),
    RAR("a RAR archive", "unpack it and give the files within", hex("526172211A07")),
    TAR("a tar archive", "unpack it with tar -xf and give the folder", at(257, "ustar")),
    COMPRESS("packed with compress", "unpack it with gzip -d", hex("1F9D")),
    LZIP("packed with lzip", "unpack it with lzip -d, or pack it with xz or zstd", text("LZIP\1")),
    SNAPPY("a stream packed with Snappy", "unpack it, or pack it with gzip or zstd", hex("FF060000734E61507059")),
    LZMA("packed in the old format of LZMA", "unpack it with xz -d, or pack it with xz", hex("5D0000....FFFFFFFF")),
    PDF("a PDF document", "take the text out of it first, e.g. with pdftotext", text("%PDF-")),
    POSTSCRIPT("a PostScript document", "take the text out of it first, e.g. with ps2ascii", text("%!PS-")),
    RTF("an RTF document", "save it as plain text", text("{\\rtf")),
    OFFICE("a document of an old Microsoft Office", "save it as plain text", hex("D0CF11E0A1B11AE1")),
    PNG("a PNG image", Advice.IMAGES, hex("89504E470D0A1A0A")),
    JPEG("a JPEG image", Advice.IMAGES, hex("FFD8FF"), hex("FFD8FFE0"), hex("FFD8FFE1"), hex("FFD8FFDB")),
    GIF("a GIF image", Advice.IMAGES, text("GIF87a"), text("GIF89a")),
    WEBP("a WebP image", "convert it to PNG or JPEG for data of kind images", hex("52494646........57454250")),
    TIFF("a TIFF image", Advice.IMAGES, hex("49492A00"), hex("4D4D002A")),
    SOUND_OR_FILM("sound or film", "give text", text("RIFF"), text("OggS"), text("fLaC"), text("ID3"), at(4, "ftyp"), hex("1A45DFA3")),
    PROGRAM("a program or library", "give text", hex("7F454C46"), hex("CAFEBABE"), hex("CFFAEDFE"), text("\0asm"), hex("4D5A9000"));

    /** Enum constants cannot use constants that are declared after them. */
    private static final class Advice {
        static final String IMAGES = "images go to data of kind images";

        private Advice() {
        }
    }

    /** Bytes that no numbers look like text in by chance. */
    private static final int FEWEST = 64;
    /** gzip as everybody writes it. */
    private static final Magic DEFLATED = hex("1F8B0800");

    private final String words;
    private final String advice;
    private final Magic[] magics;

    FileKind(String words, String advice, Magic... magics) {
        this.words = words;
        this.advice = advice;
        this.magics = magics;
    }

    /** Bytes that a kind begins with, or has at a place; a negative one may be any. */
    private record Magic(int at, int[] bytes) {
        boolean matches(byte[] start) {
            if (start.length < at + bytes.length) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] >= 0 && bytes[i] != Byte.toUnsignedInt(start[at + i])) {
                    return false;
                }
            }
            return true;
        }

        /** Returns whether numbers are unlikely to begin with it. */
        boolean sure() {
            return Arrays.stream(bytes).filter(b -> b >= 0).count() >= Integer.BYTES;
        }

        /** Returns whether a text could begin with it. */
        boolean printable() {
            return Arrays.stream(bytes).allMatch(b -> b >= ' ' && b < 0x7F);
        }
    }

    /** Returns the kind of a file that begins with these bytes; empty for text and for anything unknown. */
    static Optional<FileKind> of(FileStart start) {
        return Arrays.stream(values()).filter(kind -> kind.matches(start)).findFirst();
    }

    private boolean matches(FileStart start) {
        return Arrays.stream(magics).anyMatch(magic -> magic.matches(start.bytes())
                && (!magic.printable() || this == LFS || this == PDF || this == POSTSCRIPT || this == RTF || !start.looksLikeText()));
    }

    /**
     * What a file is that should hold numbers and nothing else. Numbers may begin with any two or three bytes, so more than that must
     * tell.
     *
     * @param start a file's first bytes
     * @return what it is, in words with an article, if that is known; packed files, too
     */
    public static Optional<String> amongNumbers(byte[] start) {
        FileStart begin = new FileStart(Arrays.copyOf(start, Math.min(start.length, FileStart.LENGTH)));
        Packing packing = Packing.of(begin);
        if (begin.bytes().length >= FEWEST && begin.looksLikeText()) {
            return Optional.of("text, which goes to data of kind text");
        }
        boolean packed = packing != Packing.NONE && (packing != Packing.GZIP || DEFLATED.matches(start));
        return packed ? Optional.of("packed with " + packing.words()) : Arrays.stream(values())
                .filter(kind -> Arrays.stream(kind.magics).anyMatch(magic -> magic.sure() && magic.matches(begin.bytes()))).findFirst()
                .map(FileKind::words);
    }

    /** Returns the kind in words, with an article. */
    public String words() {
        return words;
    }

    /** Returns what to do when such a file is given for text. */
    public String advice() {
        return advice;
    }

    private static Magic text(String text) {
        return at(0, text);
    }

    private static Magic at(int place, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int[] values = new int[bytes.length];
        Arrays.setAll(values, i -> Byte.toUnsignedInt(bytes[i]));
        return new Magic(place, values);
    }

    /** Makes a magic at the beginning of a file: two hexadecimal digits a byte, or two dots for any byte. */
    private static Magic hex(String digits) {
        int[] values = new int[digits.length() / 2];
        Arrays.setAll(values, i -> digits.charAt(2 * i) == '.' ? -1 : HexFormat.fromHexDigits(digits, 2 * i, 2 * i + 2));
        return new Magic(0, values);
    }
}
