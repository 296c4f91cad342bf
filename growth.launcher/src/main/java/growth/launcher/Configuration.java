package growth.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of an installation, as a configuration for Felix's Configuration Admin: it reads the files of a folder when it starts, so
 * that the configuration is there before any component asks for it.
 */
final class Configuration {

    /** Felix's property that names the folder. */
    static final String FOLDER = "felix.cm.dir";
    /** The configuration's identifier. */
    private static final String PID = "growth";

    private Configuration() {
    }

    /** Writes the properties that begin with {@code growth.} into a file of a folder, which is made. */
    static void write(Map<String, String> properties, Path folder) throws IOException {
        StringBuilder text = new StringBuilder("service.pid=\"" + PID + "\"\r\n");
        new TreeMap<>(properties).forEach((key, value) -> {
            if (key.startsWith(PID + ".") && key.matches("[\\w.]+")) {
                text.append(key).append("=\"").append(escaped(value)).append("\"\r\n");
            }
        });
        Files.writeString(Files.createDirectories(folder).resolve(PID + ".config"), text);
    }

    /** Control characters are written as their number in Unicode, and what means something in the file behind a backslash. */
    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        value.chars().forEach(c -> {
            if (c < ' ') {
                text.append(String.format("\\u%04x", c));
            } else {
                text.append("\"\\= ".indexOf(c) < 0 ? "" : "\\").append((char) c);
            }
        });
        return text.toString();
    }
}
