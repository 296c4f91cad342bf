package growth.reference;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A folder of what PyTorch computed for a small model, read just well enough for these files. Tests skip where the folder is absent. */
final class ParityCase {
    private static final Pattern TENSOR =
            Pattern.compile("\"([^\"]+)\":\\{\"dtype\":\"(F32|I32)\",\"shape\":\\[[^]]*],\"data_offsets\":\\[(\\d+),(\\d+)]}");
    private final Path folder;

    ParityCase(String name) {
        folder = Path.of("../../shared/parity", name);
        assumeTrue(Files.isDirectory(folder), "no parity fixtures at " + folder);
    }

    /** Returns the tensors of a safetensors file, row-major. */
    Map<String, double[]> tensors(String file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
            int header = (int) bytes.getLong();
            Matcher matcher = TENSOR.matcher(new String(bytes.array(), 8, header, StandardCharsets.UTF_8));
            Map<String, double[]> tensors = new LinkedHashMap<>();
            while (matcher.find()) {
                int begin = 8 + header + Integer.parseInt(matcher.group(3));
                double[] values = new double[(Integer.parseInt(matcher.group(4)) + 8 + header - begin) / 4];
                for (int i = 0; i < values.length; i++) {
                    values[i] = matcher.group(2).equals("F32") ? bytes.getFloat(begin + 4 * i) : bytes.getInt(begin + 4 * i);
                }
                tensors.put(matcher.group(1), values);
            }
            return tensors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a number of config.json or expected.json. */
    double number(String file, String key) {
        return Double.parseDouble(find(file, key, "[-0-9.eE]+"));
    }

    /** Returns a truth value of config.json. */
    boolean flag(String file, String key) {
        return Boolean.parseBoolean(find(file, key, "true|false"));
    }

    private String find(String file, String key, String value) {
        try {
            Matcher matcher = Pattern.compile("\"" + key + "\": (" + value + ")").matcher(Files.readString(folder.resolve(file)));
            if (!matcher.find()) {
                throw new IllegalArgumentException("no " + key + " in " + folder.resolve(file));
            }
            return matcher.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
