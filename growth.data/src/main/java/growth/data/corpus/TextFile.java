package growth.data.corpus;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A text file in UTF-8, plain or packed with gzip, zstd, xz, bzip2 or lz4 (known by its first bytes, which no UTF-8 text has).
 *
 * @param path   the file
 * @param bytes  its size as stored
 * @param sha256 hash of its bytes as stored
 */
public record TextFile(Path path, long bytes, String sha256) implements Document {
    @Override
    public String name() {
        return path.toString();
    }

    /** {@inheritDoc} Refuses, with file and byte offset, what is no text (DATA), and says what it is if that is known. */
    @Override
    public void read(Consumer<String> chunks) {
        PackedFile file = new PackedFile(path);
        String unit = file.packing() == Packing.NONE ? "byte" : "decompressed byte";
        Chunker chunker = new Chunker(chunks, Chunker.USUAL, Chunker.LONGEST);
        file.read(in -> {
            FileStart.of(in).requireText(name());
            new Utf8Text(name(), unit).read(in, chunker::add);
            return null;
        });
        chunker.finish();
    }
}
