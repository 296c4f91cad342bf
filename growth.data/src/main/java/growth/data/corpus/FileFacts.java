package growth.data.corpus;

import growth.formats.digest.Sha256;
import java.util.List;
import java.util.Map;

/** What a run writes down of the files it reads. */
public final class FileFacts {
    /** Files that are listed one by one; the hash over all of them is there for any number. */
    private static final int LISTED = 100;

    private FileFacts() {
    }

    /**
     * Adds number, bytes and hashes of files.
     *
     * @param name  what the facts' names begin with, e.g. {@code train}
     * @param facts takes them; nothing is added if there are no files
     */
    public static void describe(String name, List<? extends Stored> files, Map<String, String> facts) {
        if (files.isEmpty()) {
            return;
        }
        facts.put(name + ".files", Integer.toString(files.size()));
        facts.put(name + ".bytes", Long.toString(files.stream().mapToLong(Stored::bytes).sum()));
        List<String> hashes = files.stream().map(Stored::sha256).toList();
        facts.put(name + ".sha256", hashes.size() == 1 ? hashes.get(0) : Sha256.of(hashes));
        for (int i = 0; i < Math.min(LISTED, files.size()); i++) {
            Stored file = files.get(i);
            facts.put(name + ".file." + (i + 1), file.name() + ", " + file.bytes() + " bytes, sha256 " + file.sha256());
        }
    }
}
