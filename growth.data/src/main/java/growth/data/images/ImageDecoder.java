package growth.data.images;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG, PNG and what else the Java platform reads, as other libraries for training do: transparency is dropped, grey becomes three
 * equal channels, palettes are looked up, a note on the camera's orientation is not followed. JPEGs in CMYK are refused.
 */
final class ImageDecoder {
    /** More than cameras give; a file of some kilobytes that claims more would fill the memory. */
    static final long MOST_PIXELS = 100_000_000;

    private ImageDecoder() {
    }

    /** Decodes the bytes of an image file, all of it or none. */
    static Rgb decode(byte[] file) throws UnreadableImageException {
        // Not ImageIO.read(InputStream), which may make a temporary file for every image.
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new UnreadableImageException(file.length == 0 ? "is empty" : "is neither JPEG nor PNG");
            }
            ImageReader reader = readers.next();
            try {
                return decode(reader, in);
            } finally {
                reader.dispose();
            }
        } catch (UnreadableImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    private static Rgb decode(ImageReader reader, ImageInputStream in) throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
            throw new UnreadableImageException(String.format(Locale.ROOT, "has %d×%d pixels, and more than %,d are not decoded; make it"
                    + " smaller", reader.getWidth(0), reader.getHeight(0), MOST_PIXELS));
        }
        BufferedImage image = reader.read(0);
        // The JPEG reader paints what is missing grey and says no more than this.
        if (warnings.stream().anyMatch(warning -> warning.toLowerCase(Locale.ROOT).contains("premature end"))) {
            throw new UnreadableImageException("breaks off");
        }
        return rgb(image);
    }

    private static UnreadableImageException wrongColours() {
        return new UnreadableImageException("is in CMYK or another colour space that is not read; convert it to RGB");
    }

    private static Rgb rgb(BufferedImage image) throws UnreadableImageException {
        int colours = image.getColorModel().getColorSpace().getType();
        // Java reads CMYK since version 9, but takes no notice of whether the inks are inverted, as Adobe's programs write them.
        if (colours != ColorSpace.TYPE_GRAY && colours != ColorSpace.TYPE_RGB) {
            throw wrongColours();
        }
        byte[] pixels = new byte[image.getWidth() * image.getHeight() * Rgb.CHANNELS];
        if (image.getColorModel() instanceof ComponentColorModel model && !model.isAlphaPremultiplied()) {
            for (int channel = 0; channel < Rgb.CHANNELS; channel++) {
                int band = colours == ColorSpace.TYPE_GRAY ? 0 : channel;
                samples(image.getRaster(), band, model.getComponentSize(band), pixels, channel);
            }
        } else {
            converted(image, pixels);
        }
        return new Rgb(image.getWidth(), image.getHeight(), pixels);
    }

    /**
     * Takes the samples as they are: Java would take grey levels for linear light and make them brighter, and follow colour profiles,
     * slowly, which other libraries do not.
     */
    private static void samples(Raster raster, int band, int bits, byte[] pixels, int channel) {
        int width = raster.getWidth();
        int[] samples = new int[width];
        int most = (1 << bits) - 1;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, band, samples);
            for (int x = 0; x < width; x++) {
                pixels[(y * width + x) * Rgb.CHANNELS + channel] =
                        (byte) (bits == Byte.SIZE ? samples[x] : Math.round(samples[x] * 255f / most));
            }
        }
    }

    /** Looks palettes up and unpacks colours that share a number. */
    private static void converted(BufferedImage image, byte[] pixels) {
        int width = image.getWidth();
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int at = (y * width + x) * Rgb.CHANNELS;
                pixels[at] = (byte) (row[x] >> 16);
                pixels[at + 1] = (byte) (row[x] >> 8);
                pixels[at + 2] = (byte) row[x];
            }
        }
    }

    private static UnreadableImageException unreadable(Exception e) {
        String message = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
        if (message.contains("Unsupported Image Type")) {
            return wrongColours();
        }
        return new UnreadableImageException(message.isEmpty() ? "is damaged" : "is damaged: " + message, e);
    }

    /** Says why an image cannot be decoded, in words. */
    static final class UnreadableImageException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableImageException(String message) {
            super(message);
        }

        UnreadableImageException(String message, Exception cause) {
            super(message, cause);
        }
    }
}
