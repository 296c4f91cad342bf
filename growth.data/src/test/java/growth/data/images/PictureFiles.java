package growth.data.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Makes pictures as files have them. */
final class PictureFiles {
    private PictureFiles() {
    }

    /** Returns a picture of one colour, {@code 0xRRGGBB}. */
    static BufferedImage plain(int width, int height, int colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colour);
            }
        }
        return image;
    }

    static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new IOException("no writer for " + format);
        }
        return out.toByteArray();
    }

    /** Returns a picture of 20×20 pixels whose header says that it has others. */
    static byte[] claiming(String format, int width, int height) throws IOException {
        byte[] file = encode(plain(20, 20, 0x123456), format);
        ByteBuffer bytes = ByteBuffer.wrap(file);
        switch (format) {
            case "png" -> {
                bytes.putInt(16, width).putInt(20, height);
                CRC32 sum = new CRC32();
                sum.update(file, 12, 17);
                bytes.putInt(29, (int) sum.getValue());
            }
            case "bmp" -> bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(18, width).putInt(22, height);
            case "gif" -> {
                int frame = 13 + 3 * (2 << (file[10] & 7));
                while (file[frame] == 0x21) {
                    frame += 2;
                    while (file[frame] != 0) {
                        frame += 1 + (file[frame] & 0xFF);
                    }
                    frame++;
                }
                bytes.order(ByteOrder.LITTLE_ENDIAN).putShort(6, (short) width).putShort(8, (short) height)
                        .putShort(frame + 5, (short) width).putShort(frame + 7, (short) height);
            }
            default -> {
                int frame = 2;
                while ((file[frame + 1] & 0xFF) != 0xC0) {
                    frame += 2 + bytes.getShort(frame + 2);
                }
                bytes.putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
            }
        }
        return file;
    }

    static byte[] png(int width, int height, int colour) throws IOException {
        return encode(plain(width, height, colour), "png");
    }

    static Path write(Path file, byte[] contents) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, contents);
    }
}
