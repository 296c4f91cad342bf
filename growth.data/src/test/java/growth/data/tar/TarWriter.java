package growth.data.tar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes small archives, entry by entry. */
public final class TarWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Adds a file. */
    public TarWriter file(String name, byte[] contents) {
        return entry('0', name, "", contents);
    }

    /** Adds a folder. */
    public TarWriter folder(String name) {
        return entry('5', name + "/", "", new byte[0]);
    }

    TarWriter entry(char type, String name, String prefix, byte[] contents) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, String.format("%011o", contents.length));
        header[156] = (byte) type;
        put(header, 257, "ustar\0" + "00");
        put(header, 345, prefix);
        return raw(header, contents);
    }

    /** Adds a block whose checksum is put right, and contents. */
    TarWriter raw(byte[] header, byte[] contents) {
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += Byte.toUnsignedInt(b);
        }
        put(header, 148, String.format("%06o\0 ", sum));
        out.writeBytes(header);
        out.writeBytes(contents);
        out.writeBytes(new byte[(512 - contents.length % 512) % 512]);
        return this;
    }

    /** Returns the archive without its end. */
    byte[] open() {
        return out.toByteArray();
    }

    /** Writes the archive. */
    public Path write(Path file) throws IOException {
        out.writeBytes(new byte[1024]);
        return Files.write(file, out.toByteArray());
    }

    static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }
}
