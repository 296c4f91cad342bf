package growth.engine.torch.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Looks for libtorch: where the run file says, where {@code GROWTH_TORCH} says, then among what is installed with this program.
 *
 * @param settings environment variables and system properties by name; null for one that is not set
 * @param natives  what is installed with this program
 */
public record LibrarySearch(UnaryOperator<String> settings, BundledNatives natives) {
    /** The environment variable. */
    public static final String VARIABLE = "GROWTH_TORCH";
    /** The system property, which counts before the variable. */
    public static final String PROPERTY = "growth.torch";

    /** Returns a search in this process's environment and among the bundles of its framework. */
    public static LibrarySearch ofProcess() {
        return new LibrarySearch(name -> name.equals(PROPERTY) ? System.getProperty(name) : System.getenv(name),
                BundledNatives.installed());
    }

    /**
     * Returns the first libtorch of the list. A place that is named and holds none is a failure: the user meant it.
     *
     * @param configured {@code engine.library} of a run file
     * @throws growth.api.GrowthException (MISSING_PLUGIN) one line: why there is none, and what to install
     */
    public Installation find(Optional<String> configured) {
        if (Platform.current().system().equals("windows")) {
            throw Refusal.of("the engine torch runs on Linux and macOS; on Windows use it inside WSL, or the engine cpu");
        }
        if (configured.isPresent()) {
            return named(configured.get(), "engine.library");
        }
        for (String name : List.of(PROPERTY, VARIABLE)) {
            String value = settings.apply(name);
            if (value != null && !value.isBlank()) {
                return named(value, name);
            }
        }
        return natives.installation().orElseThrow(() -> Refusal.of("there is no libtorch: " + Refusal.INSTALL));
    }

    private static Installation named(String value, String origin) {
        String what = origin + " names " + value;
        Path place;
        try {
            place = Path.of(value);
        } catch (InvalidPathException e) {
            throw Refusal.of(what + ", which is no path; " + Refusal.INSTALL);
        }
        if (!Files.exists(place)) {
            throw Refusal.of(what + ", which is not there; " + Refusal.INSTALL);
        }
        String file = Platform.current().fileName("torch_cpu");
        Path folder = candidates(place).stream().filter(candidate -> Files.isRegularFile(candidate.resolve(file))).findFirst()
                .orElseThrow(() -> Refusal.of(what + ", where no " + file + " lies; " + Refusal.INSTALL));
        try {
            Installation found = new Installation(folder.toRealPath(), origin);
            check(found);
            return found;
        } catch (IOException e) {
            throw Refusal.of(what + ", which cannot be read: " + e.getMessage());
        }
    }

    /** Returns where libtorch may lie in a place: a folder of natives, a package, site-packages, a virtual environment. */
    private static List<Path> candidates(Path place) {
        Path folder = Files.isDirectory(place) ? place : place.toAbsolutePath().getParent();
        List<Path> candidates = new ArrayList<>(List.of(folder, folder.resolve("lib"), folder.resolve("torch/lib")));
        for (String lib : List.of("lib", "lib64")) {
            try (DirectoryStream<Path> pythons = Files.newDirectoryStream(folder.resolve(lib), "python3*")) {
                pythons.forEach(python -> candidates.add(python.resolve("site-packages/torch/lib")));
            } catch (IOException e) {
                // no virtual environment
                continue;
            }
        }
        return candidates;
    }

    private static void check(Installation found) {
        Platform here = Platform.current();
        try {
            Platform made = SharedLibrary.platform(found.cpu()).orElseThrow(() -> Refusal.of(found.cpu()
                    + " is no shared library; is it cut short? " + Refusal.INSTALL));
            if (!made.equals(here)) {
                throw Refusal.of(found.cpu() + " is for " + made + ", and this Java runs on " + here + "; install PyTorch for " + here
                        + ", or run a Java for " + made);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
