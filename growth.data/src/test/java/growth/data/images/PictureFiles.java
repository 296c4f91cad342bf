package growth.data.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Makes pictures as files have them. */
final class PictureFiles {
    private PictureFiles() {
    }

    /** @return a picture of one colour, {@code 0xRRGGBB} */
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

    static byte[] png(int width, int height, int colour) throws IOException {
        return encode(plain(width, height, colour), "png");
    }

    static Path write(Path file, byte[] contents) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, contents);
    }
}
