package growth.data.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.data.images.ImageDecoder.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {
    private static byte[] rgb(int... levels) {
        byte[] bytes = new byte[levels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) levels[i];
        }
        return bytes;
    }

    private static byte[] decoded(BufferedImage image, String format) throws IOException {
        return ImageDecoder.decode(PictureFiles.encode(image, format)).pixels();
    }

    @Test
    void pngIsReadExactly() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xFF8001);
        image.setRGB(1, 0, 0x0340F0);
        Rgb rgb = ImageDecoder.decode(PictureFiles.encode(image, "png"));
        assertThat(rgb.width()).isEqualTo(2);
        assertThat(rgb.height()).isEqualTo(1);
        assertThat(rgb.pixels()).isEqualTo(rgb(255, 128, 1, 3, 64, 240));
    }

    @Test
    void jpegIsReadNearly() throws IOException {
        byte[] pixels = decoded(PictureFiles.plain(16, 16, 0xC86432), "jpg");
        for (int i = 0; i < pixels.length; i++) {
            assertThat(Byte.toUnsignedInt(pixels[i])).isBetween(new int[] {200, 100, 50}[i % 3] - 4, new int[] {200, 100, 50}[i % 3] + 4);
        }
    }

    @Test
    void greyLevelsStayAsTheyAre() throws IOException {
        BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 128);
        assertThat(decoded(grey, "png")).isEqualTo(rgb(128, 128, 128));
        BufferedImage deep = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(0, 0, 0, 0x8080);
        assertThat(decoded(deep, "png")).isEqualTo(rgb(128, 128, 128));
        BufferedImage jpeg = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64; i++) {
            jpeg.getRaster().setSample(i % 8, i / 8, 0, 77);
        }
        assertThat(decoded(jpeg, "jpg")).containsOnly(77);
    }

    @Test
    void transparencyIsDroppedAndPalettesAreLookedUp() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x80FF8001);
        image.setRGB(1, 0, 0xFF0340F0);
        assertThat(decoded(image, "png")).isEqualTo(rgb(255, 128, 1, 3, 64, 240));
        BufferedImage indexed = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
        indexed.setRGB(0, 0, 0xFF0000);
        assertThat(decoded(indexed, "png")).isEqualTo(rgb(255, 0, 0));
        BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.setRGB(1, 0, 0xFFFFFF);
        assertThat(decoded(bits, "png")).isEqualTo(rgb(0, 0, 0, 255, 255, 255));
    }

    @Test
    void whatCannotBeDecodedIsSaidInWords() throws IOException {
        refused(new byte[0], "is empty");
        refused("no picture".getBytes(StandardCharsets.UTF_8), "is neither JPEG nor PNG");
        byte[] png = PictureFiles.png(20, 20, 0x123456);
        refused(Arrays.copyOf(png, png.length / 2), "is damaged");
        byte[] jpeg = PictureFiles.encode(noise(64), "jpg");
        refused(Arrays.copyOf(jpeg, jpeg.length / 2), "breaks off");
        refused(Arrays.copyOf(jpeg, 30), "is damaged");
    }

    /** What a picture says of its size is read before any memory is taken: these files have some hundred bytes. */
    @Test
    void picturesThatWouldFillTheMemoryAreRefused() throws IOException {
        for (String format : List.of("png", "gif", "jpg")) {
            byte[] file = PictureFiles.claiming(format, 16_000, 15_625);
            refused(file, "has 16000×15625 pixels, and more than 100,000,000 are not decoded; make it smaller");
            refused(PictureFiles.claiming(format, 65_000, 65_000), "has 65000×65000 pixels");
        }
        refused(PictureFiles.claiming("bmp", 15_000, 10_000), "is damaged");
        refused(PictureFiles.claiming("bmp", 65_000, 65_000), "is damaged");
        refused(PictureFiles.claiming("png", Integer.MAX_VALUE, Integer.MAX_VALUE), "has 2147483647×2147483647 pixels");
        assertThat(ImageDecoder.decode(PictureFiles.claiming("png", 20, 20)).width()).as("the files are pictures").isEqualTo(20);
    }

    /** The file was written by Pillow. */
    @Test
    void cmykIsRefused() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("cmyk.jpg")) {
            refused(in.readAllBytes(), "is in CMYK or another colour space that is not read; convert it to RGB");
        }
    }

    private static BufferedImage noise(int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < size * size; i++) {
            image.setRGB(i % size, i / size, i * 7919 * 31);
        }
        return image;
    }

    private static void refused(byte[] file, String message) {
        assertThatThrownBy(() -> ImageDecoder.decode(file)).isInstanceOf(UnreadableImageException.class).hasMessageStartingWith(message);
    }
}
