package growth.data.tar;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.formats.folder.FileBytes;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tar archive (ustar, pax, GNU) whose entries are found once and read in place, by several threads if they like. Links and devices are
 * passed over.
 */
public final class TarFile implements AutoCloseable {
    private static final int LONGEST_NOTE = 1 << 20;
    private static final int LONGEST_CONTENTS = Integer.MAX_VALUE - 8;
    private static final int GZIP = 0x1F8B;
    private final Path path;
    private final FileChannel channel;
    private final List<TarEntry> entries = new ArrayList<>();

    /**
     * Opens an archive and reads its headers.
     *
     * @throws GrowthException (DATA) with file and byte if it cannot be read, is none, or breaks off
     */
    public TarFile(Path path) {
        this.path = path;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw IoReason.unreadable(DATA, path, e);
        }
        try {
            scan(channel.size());
        } catch (IOException e) {
            close();
            throw IoReason.unreadable(DATA, path, e);
        } catch (GrowthException e) {
            close();
            throw e;
        }
    }

    /** Returns files and folders in the order of the archive. */
    public List<TarEntry> entries() {
        return List.copyOf(entries);
    }

    /**
     * Returns the contents of an entry of this archive.
     *
     * @throws IOException if they cannot be read, or are larger than an array
     */
    public byte[] read(TarEntry entry) throws IOException {
        if (entry.size() > LONGEST_CONTENTS) {
            throw new IOException("it has " + entry.size() + " bytes, more than 2 GB");
        }
        return FileBytes.read(channel, entry.offset(), (int) entry.size());
    }

    private void scan(long size) throws IOException {
        if (size >= Short.BYTES && (ByteBuffer.wrap(FileBytes.read(channel, 0, Short.BYTES)).getShort() & 0xFFFF) == GZIP) {
            throw new GrowthException(DATA, path + ": is compressed with gzip and cannot be read in place; unpack it with gzip -d first");
        }
        Notes notes = new Notes(null, null);
        long at = 0;
        while (true) {
            if (size - at < TarHeader.SIZE) {
                throw truncated(at, entries.isEmpty() ? "" : ", behind " + entries.get(entries.size() - 1).name());
            }
            TarHeader header = new TarHeader(FileBytes.read(channel, at, TarHeader.SIZE));
            if (header.isEnd()) {
                return;
            }
            Optional<Long> length = header.length();
            if (!header.isValid() || length.isEmpty()) {
                throw new GrowthException(DATA, path + ": byte " + at + " is no header of a tar archive; it is damaged or something else");
            }
            long contents = notes.size() == null ? length.get() : notes.size();
            String name = notes.name() == null ? header.name() : notes.name();
            at += TarHeader.SIZE;
            if (contents > size - at) {
                throw truncated(size, " in the middle of " + name);
            }
            switch (header.type()) {
                case 'L', 'x' -> notes = note(header.type(), at, contents, notes);
                case 'K', 'g' -> {
                    // A long target of a link, or what holds for all entries: neither is needed, and both leave the next entry's notes.
                }
                default -> {
                    add(header.type(), new TarEntry(name, header.type() == '5' || name.endsWith("/"), at, contents));
                    notes = new Notes(null, null);
                }
            }
            at += (contents + TarHeader.SIZE - 1) / TarHeader.SIZE * TarHeader.SIZE;
        }
    }

    private void add(char type, TarEntry entry) {
        if ((type == '0' || type == '\0' || type == '7' || entry.folder()) && !entry.name().isEmpty() && !entry.name().equals(".")) {
            entries.add(entry);
        }
    }

    /** What is said of the next entry in an entry before it; null where nothing is. */
    private record Notes(String name, Long size) {
    }

    private Notes note(char type, long at, long length, Notes before) throws IOException {
        if (length > LONGEST_NOTE) {
            throw new GrowthException(DATA, path + ": byte " + at + " has a note of " + length + " bytes; the archive is damaged");
        }
        String text = new String(FileBytes.read(channel, at, (int) length), StandardCharsets.UTF_8);
        if (type == 'L') {
            return new Notes(text.replaceFirst("\0+$", ""), before.size());
        }
        String name = before.name();
        Long size = before.size();
        // Records of "length key=value\n".
        for (String line : text.split("\n")) {
            String record = line.substring(line.indexOf(' ') + 1);
            if (record.startsWith("path=")) {
                name = record.substring("path=".length());
            } else if (record.matches("size=\\d{1,18}")) {
                size = Long.parseLong(record.substring("size=".length()));
            }
        }
        return new Notes(name, size);
    }

    private GrowthException truncated(long at, String where) {
        return new GrowthException(DATA, path + ": breaks off at byte " + at + where + "; copy or download the file again");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written, so nothing is lost if the system cannot close it.
            return;
        }
    }

    /**
     * A file or folder of an archive.
     *
     * @param name   its path as the archive has it, folders separated by {@code /}, without {@code ./} before it and {@code /} behind it
     * @param folder whether it is a folder
     * @param offset where its contents begin in the archive, in bytes
     * @param size   of its contents in bytes
     */
    public record TarEntry(String name, boolean folder, long offset, long size) {
        public TarEntry {
            name = name.replaceFirst("^(\\./|/)+", "").replaceFirst("/+$", "");
        }
    }
}
