package growth.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Inputs that lie beside the project. */
public final class SharedCases {
    private SharedCases() {
    }

    /** Returns the folder of that case, whether it is there or not. */
    public static Path folder(String name) {
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isDirectory(root.resolve("shared/cases"))) {
            root = root.getParent();
        }
        return root.resolve("shared/cases").resolve(name);
    }
}
