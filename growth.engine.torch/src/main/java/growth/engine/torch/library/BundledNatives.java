package growth.engine.torch.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * libtorch for the processor, as the fragment {@code growth.lib.torch.natives} carries it: jars inside the fragment, of which shared
 * libraries are unpacked once into a cache folder.
 *
 * @param resources finds a resource; null if there is none
 * @param cache     the folder for what is unpacked
 */
public record BundledNatives(Function<String, InputStream> resources, Path cache) {
    /** Names the version inside, and with it the folder that is unpacked. */
    static final String VERSION = "libtorch/version";
    private static final String FRAGMENT = "growth.lib.torch.natives";
    private static final List<String> JARS = List.of("libtorch/pytorch.jar", "libtorch/openblas.jar");

    static BundledNatives installed() {
        String natives = System.getProperty("org.bytedeco.javacpp.cachedir", System.getProperty("java.io.tmpdir") + "/growth-javacpp");
        return new BundledNatives(fragment(), Path.of(natives).resolveSibling("libtorch"));
    }

    /**
     * Returns the entries of the fragment. They are read from it and not through the class loader of its host: a fragment of the folder
     * of plug-ins comes when the host has its class loader already.
     */
    private static Function<String, InputStream> fragment() {
        Optional<Bundle> fragment = Optional.ofNullable(FrameworkUtil.getBundle(BundledNatives.class)).map(Bundle::getBundleContext)
                .flatMap(context -> Stream.of(context.getBundles()).filter(b -> FRAGMENT.equals(b.getSymbolicName())).findFirst());
        return name -> fragment.map(bundle -> bundle.getEntry(name)).map(BundledNatives::open).orElse(null);
    }

    private static InputStream open(URL entry) {
        try {
            return entry.openStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the installation, unpacked if it was not yet; empty if no fragment is installed.
     *
     * @throws growth.api.GrowthException (MISSING_PLUGIN) if it cannot be unpacked
     */
    Optional<Installation> installation() {
        try (InputStream version = resources.apply(VERSION)) {
            if (version == null) {
                return Optional.empty();
            }
            Path folder = cache.resolve(new String(version.readAllBytes()).strip());
            if (!Files.isDirectory(folder)) {
                unpack(folder);
            }
            return Optional.of(new Installation(folder.toRealPath(), FRAGMENT));
        } catch (IOException | UncheckedIOException e) {
            throw Refusal.of("libtorch of " + FRAGMENT + " cannot be unpacked into " + cache + ": " + e.getMessage()
                    + "; XDG_CACHE_HOME names another place, which needs 400 MB");
        }
    }

    /** Unpacks beside the folder and moves it into place, so that none is ever seen half full. */
    private void unpack(Path folder) throws IOException {
        Files.createDirectories(cache);
        Path making = Files.createTempDirectory(cache, "unpacking");
        try {
            for (String jar : JARS) {
                try (InputStream in = resources.apply(jar)) {
                    if (in == null) {
                        throw new IOException(jar + " is missing in the fragment");
                    }
                    libraries(new ZipInputStream(in), making);
                }
            }
            Files.move(making, folder);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // another process was faster
        } finally {
            delete(making);
        }
    }

    private static void libraries(ZipInputStream zip, Path target) throws IOException {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
            // those of JavaCPP bind Java to one version; they are not used
            if (name.matches("lib(?!jni).*\\.(so(\\..*)?|dylib)")) {
                Files.copy(zip, target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
