package growth.data.corpus;

import growth.formats.digest.Sha256;
import java.util.List;
import java.util.Map;

/** Something on a disk that logs and a run's provenance name. */
public interface Stored {
    /** Returns its name in errors and logs, e.g. its path. */
    String name();

    /** Returns its size where it is stored, in bytes. */
    long bytes();

    /** Returns a hash of its contents, in hexadecimal. */
    String sha256();

    /**
     * Adds number, bytes and hashes of files to what a run writes down; nothing if there are no files. The first 100 are listed one by one,
     * and one hash covers any number.
     *
     * @param name  what the facts' names begin with, e.g. {@code train}
     * @param facts takes them
     */
    static void describe(String name, List<? extends Stored> files, Map<String, String> facts) {
        if (files.isEmpty()) {
            return;
        }
        facts.put(name + ".files", Integer.toString(files.size()));
        facts.put(name + ".bytes", Long.toString(files.stream().mapToLong(Stored::bytes).sum()));
        List<String> hashes = files.stream().map(Stored::sha256).toList();
        facts.put(name + ".sha256", hashes.size() == 1 ? hashes.get(0) : Sha256.of(hashes));
        for (int i = 0; i < Math.min(100, files.size()); i++) {
            Stored file = files.get(i);
            facts.put(name + ".file." + (i + 1), file.name() + ", " + file.bytes() + " bytes, sha256 " + file.sha256());
        }
    }
}
