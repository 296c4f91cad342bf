package growth.formats.folder;

import java.nio.file.Path;

/** A process of its own that writes one generation after the other and may be killed, or kill itself at the n-th operation. */
public final class FolderWriterProcess {
    private FolderWriterProcess() {
    }

    /** @param args target, first generation, last generation, operation at which to die (-1: never) */
    public static void main(String[] args) {
        int death = Integer.parseInt(args[3]);
        Storage storage = death < 0 ? Storage.disk() : FaultyStorage.atOperation(death, () -> Runtime.getRuntime().halt(137));
        for (int generation = Integer.parseInt(args[1]); generation <= Integer.parseInt(args[2]); generation++) {
            try (AtomicFolder folder = AtomicFolder.begin(Path.of(args[0]), storage)) {
                FolderContents.write(folder, generation);
            }
            System.out.println(generation);
        }
    }
}
