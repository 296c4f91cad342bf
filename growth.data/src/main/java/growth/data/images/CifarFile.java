package growth.data.images;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.data.corpus.InputFile;
import growth.data.images.ImageSet.ImageItem;
import growth.formats.folder.FileBytes;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * CIFAR-10's binary version (Krizhevsky 2009): records of a label, 0 to 9, and 32 × 32 bytes each of red, green and blue. Its labels are
 * the classes' names in alphabetical order, so that folders of the same names have the same labels.
 */
final class CifarFile implements AutoCloseable {
    static final List<String> NAMES = List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship",
            "truck");
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int RECORD = 1 + Rgb.CHANNELS * PLANE;
    private final InputFile file;
    private final FileChannel channel;

    /** Opens a file; refuses one (DATA) that cannot be read or has another size. */
    CifarFile(InputFile file) {
        this.file = file;
        if (file.bytes() == 0) {
            throw new GrowthException(DATA, file.name() + " is empty; give a file with images");
        }
        if (file.bytes() % RECORD != 0) {
            throw new GrowthException(DATA, file.name() + ": has " + file.bytes() + " bytes, which is no whole number of CIFAR-10 records"
                    + " of " + RECORD + " bytes; it is truncated or something else");
        }
        try {
            channel = FileChannel.open(file.path(), StandardOpenOption.READ);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns the records; refuses, with record and byte, a label that is none (DATA). */
    List<ImageItem> items() {
        List<ImageItem> items = new ArrayList<>();
        for (long at = 0; at < file.bytes(); at += RECORD) {
            long start = at;
            int label = Byte.toUnsignedInt(label(at));
            if (label >= NAMES.size()) {
                throw new GrowthException(DATA, file.name() + ": record " + at / RECORD + " (byte " + at + ") has the label " + label
                        + "; CIFAR-10 has 0 to " + (NAMES.size() - 1));
            }
            items.add(new ImageItem(file.name() + ", record " + at / RECORD, NAMES.get(label), () -> image(start)));
        }
        return items;
    }

    private byte label(long at) {
        try {
            return FileBytes.read(channel, at, 1)[0];
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Rgb image(long at) throws IOException {
        byte[] planes = FileBytes.read(channel, at + 1, RECORD - 1);
        byte[] pixels = new byte[planes.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = planes[i % Rgb.CHANNELS * PLANE + i / Rgb.CHANNELS];
        }
        return new Rgb(SIDE, SIDE, pixels);
    }

    private GrowthException unreadable(IOException e) {
        return IoReason.unreadable(DATA, file.name(), e);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
