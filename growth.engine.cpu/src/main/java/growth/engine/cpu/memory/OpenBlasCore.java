package growth.engine.cpu.memory;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;

/** Asks OpenBLAS which kernels it has chosen when it was loaded; JavaCPP has no method for that function of it. */
final class OpenBlasCore {
    /** How JavaCPP calls it on Linux and macOS, and on Windows; what is loaded in its place has other names. */
    private static final Pattern LIBRARY = Pattern.compile("(lib)?openblas(@.*)?");
    /** RTLD_LAZY, and RTLD_LOCAL by default, as it was loaded before. */
    private static final int FLAGS = 1;

    private OpenBlasCore() {
    }

    /** Returns its name for them, e.g. {@code Cooperlake}; empty if it does not tell, or if another library was loaded in its place. */
    static Optional<String> name() {
        Optional<String> file = Loader.getLoadedLibraries().entrySet().stream()
                .filter(library -> LIBRARY.matcher(library.getKey()).matches()).map(Map.Entry::getValue).findFirst();
        try {
            return file.map(path -> NativeLibrary.getInstance(path, Map.of(Library.OPTION_OPEN_FLAGS, FLAGS)))
                    .map(library -> library.getFunction("openblas_get_corename").invokeString(new Object[0], false));
        } catch (LinkageError e) {
            // a library without that function, or a system on which JNA cannot work: products do without the name
            return Optional.empty();
        }
    }
}
