package growth.engine.torch.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An installed libtorch.
 *
 * @param folder where libtorch_cpu lies, absolute and without links
 * @param origin what led there, such as {@code GROWTH_TORCH}
 */
public record Installation(Path folder, String origin) {
    private static final Pattern VERSION = Pattern.compile("(?m)^__version__ *= *['\"]([^'\"]+)['\"]");

    /** Returns the operators, autograd and the C ABI. */
    public Path cpu() {
        return folder.resolve(Platform.current().fileName("torch_cpu"));
    }

    /** Returns the CUDA part, if this is a build for GPUs. */
    public Optional<Path> cuda() {
        return Optional.of(folder.resolve(Platform.current().fileName("torch_cuda"))).filter(Files::exists);
    }

    /** Returns the version that a Python package says of itself, such as {@code 2.11.0+cu130}; empty for other installations. */
    public Optional<String> packageVersion() {
        try {
            Path said = folder.resolveSibling("version.py");
            Matcher version = VERSION.matcher(Files.isRegularFile(said) ? Files.readString(said) : "");
            return version.find() ? Optional.of(version.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
