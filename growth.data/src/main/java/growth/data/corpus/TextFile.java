package growth.data.corpus;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A text file in UTF-8, plain or compressed with gzip (known by its first two bytes, which no UTF-8 text has, or by its name).
 *
 * @param path   the file
 * @param bytes  its size as stored
 * @param sha256 hash of its bytes as stored
 */
public record TextFile(Path path, long bytes, String sha256) implements Document {
    private static final int BUFFER = 1 << 16;
    private static final byte[] GZIP = {0x1F, (byte) 0x8B};

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public void read(Consumer<String> chunks) {
        Chunker chunker = new Chunker(chunks);
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path), BUFFER)) {
            if (isGzip(file)) {
                readGzip(file, chunker);
            } else {
                new Utf8Text(name(), "byte").read(file, chunker::add);
            }
        } catch (IOException e) {
            throw new GrowthException(DATA, name() + " cannot be read: " + IoReason.of(e), e);
        }
        chunker.finish();
    }

    private void readGzip(InputStream file, Chunker chunker) throws IOException {
        Utf8Text text = new Utf8Text(name(), "decompressed byte");
        try (InputStream in = new GZIPInputStream(file, BUFFER)) {
            text.read(in, chunker::add);
        } catch (EOFException e) {
            throw damaged("the gzip stream breaks off", text, e);
        } catch (ZipException e) {
            throw damaged("the gzip stream is damaged", text, e);
        }
    }

    private GrowthException damaged(String what, Utf8Text text, IOException cause) {
        return new GrowthException(DATA, name() + ": " + what + " after " + text.decoded()
                + " decompressed bytes; copy or download the file again", cause);
    }

    private boolean isGzip(InputStream file) throws IOException {
        file.mark(GZIP.length);
        byte[] start = file.readNBytes(GZIP.length);
        file.reset();
        return Arrays.equals(start, GZIP) || start.length > 0 && name().endsWith(".gz");
    }
}
