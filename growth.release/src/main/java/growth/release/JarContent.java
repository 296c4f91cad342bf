package growth.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What lies in a jar: enough to recognise its entries in another one.
 *
 * @param entries  the checksum of each file, by its name
 * @param versions the version of each Maven artefact that the jar says it holds, by {@code group:name}
 */
record JarContent(Map<String, Long> entries, Map<String, String> versions) {

    private static final String MAVEN = "META-INF/maven/";

    /** Reads a jar. */
    static JarContent of(byte[] jar) throws IOException {
        Map<String, Long> entries = new TreeMap<>();
        Map<String, String> versions = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                String name = entry.getName();
                byte[] bytes = in.readAllBytes();
                entries.put(name, crc(bytes));
                if (name.startsWith(MAVEN) && name.endsWith("/pom.properties")) {
                    putVersion(new ByteArrayInputStream(bytes), versions);
                }
            }
        }
        return new JarContent(entries, versions);
    }

    private static void putVersion(InputStream in, Map<String, String> versions) throws IOException {
        Properties properties = new Properties();
        properties.load(in);
        if (properties.containsKey("artifactId") && properties.containsKey("version")) {
            versions.put(properties.getProperty("groupId") + ":" + properties.getProperty("artifactId"), properties.getProperty("version"));
        }
    }

    /** Whether a file is code or data of a library: not what each jar has for itself, or what is joined when jars are merged. */
    static boolean counts(String name) {
        return !name.startsWith("META-INF/") && !name.startsWith("OSGI-INF/") && !name.startsWith("OSGI-OPT/")
                && !name.equals("module-info.class") && !name.startsWith("growth/");
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    /** The share of the other jar's classes (of its files, if it has no class) that are in this one. */
    double shareOf(JarContent other) {
        boolean classes = other.entries.keySet().stream().anyMatch(name -> counts(name) && name.endsWith(".class"));
        long all = 0;
        long here = 0;
        for (Map.Entry<String, Long> entry : other.entries.entrySet()) {
            if (counts(entry.getKey()) && (!classes || entry.getKey().endsWith(".class"))) {
                all++;
                here += entry.getValue().equals(entries.get(entry.getKey())) ? 1 : 0;
            }
        }
        return all == 0 ? 0 : (double) here / all;
    }
}
