package growth.engine.torch.library;

import java.util.Locale;

/**
 * A system and a processor, as far as shared libraries differ.
 *
 * @param system  {@code linux}, {@code macosx} or {@code windows}
 * @param machine {@code x86_64} or {@code arm64}
 */
public record Platform(String system, String machine) {
    /** Returns what this Java runs on. */
    public static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** Returns the platform that Java calls so. */
    static Platform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.contains("mac") ? "macosx" : os.contains("windows") ? "windows" : "linux";
        return new Platform(system, switch (osArch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> osArch;
        });
    }

    /** Returns the file name of a library. */
    String fileName(String library) {
        return switch (system) {
            case "macosx" -> "lib" + library + ".dylib";
            case "windows" -> library + ".dll";
            default -> "lib" + library + ".so";
        };
    }

    @Override
    public String toString() {
        return system + "-" + machine;
    }
}
