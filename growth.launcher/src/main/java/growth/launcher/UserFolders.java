package growth.launcher;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The folders in which processes keep what is this user's alone.
 *
 * <p>Nothing lies in the common temporary folder under a name that can be guessed: another user could put a link, a pipe or a library there
 * before. A folder is used only if it belongs to this user and nobody else can write it or put another in its place.
 *
 * @param storage  where every process makes a storage of its own; the common temporary folder if there is no other
 * @param cache    where unpacked native libraries stay for the next process; empty if there is no such folder
 * @param warnings one line for each folder that is there and cannot be trusted
 */
record UserFolders(Path storage, Optional<Path> cache, List<String> warnings) {

    static final String STORAGE = "growth.storage";
    static final String CACHE = "growth.cache";
    private static final String NAME = "growth";
    private static final Path MEMORY = Path.of("/dev/shm");
    /** Bytes that must be left for a storage in memory. */
    private static final long SPARE = 32L << 20;

    /**
     * Finds the folders. {@code growth.storage} and {@code growth.cache} are taken as they are given, if they belong to no other
     * user. Else the cache is the folder
     * {@code growth} in XDG_CACHE_HOME or {@code ~/.cache}; the storage is the one in XDG_RUNTIME_DIR, or one in memory, or the cache, or
     * {@code java.io.tmpdir}, where a storage has a name that nobody can guess. A storage is hundreds of small files that live as long as
     * the process: on a busy disk they take longer than the rest of a start.
     */
    static UserFolders of(Map<String, String> environment, Properties system) {
        return of(environment, system, MEMORY);
    }

    /** @param memory where a file system in memory may be mounted, for all users */
    static UserFolders of(Map<String, String> environment, Properties system, Path memory) {
        List<String> warnings = new ArrayList<>();
        FileOwner user = FileOwner.current();
        Optional<Path> cache = given(system, CACHE, user, warnings).or(() -> absolute(environment.get("XDG_CACHE_HOME"))
                .or(() -> home(environment, system).map(home -> home.resolve(".cache")))
                .flatMap(parent -> usable(parent, NAME, user, warnings)));
        Path storage = given(system, STORAGE, user, warnings)
                .or(() -> absolute(environment.get("XDG_RUNTIME_DIR")).flatMap(parent -> usable(parent, NAME, user, warnings)))
                .or(() -> cache.flatMap(folder -> inMemory(memory, user)))
                .or(() -> cache).orElseGet(() -> Path.of(system.getProperty("java.io.tmpdir")));
        return new UserFolders(storage, cache, List.copyOf(warnings));
    }

    private static Optional<Path> given(Properties system, String key, FileOwner user, List<String> warnings) {
        Optional<Path> folder = Optional.ofNullable(system.getProperty(key)).map(Path::of);
        if (folder.filter(user::isForeign).isPresent()) {
            warnings.add(folder.get() + " of -D" + key + " is not used: it belongs to another user");
            return Optional.empty();
        }
        return folder;
    }

    static Optional<Path> home(Map<String, String> environment, Properties system) {
        return absolute(environment.get("HOME")).or(() -> absolute(system.getProperty("user.home")));
    }

    /** The base directory specification tells to ignore relative paths. */
    static Optional<Path> absolute(String path) {
        return Optional.ofNullable(path).filter(text -> !text.isBlank()).map(Path::of).filter(Path::isAbsolute);
    }

    /** To be asked where there is a cache: without one, native libraries are unpacked into the storage, and take too much memory. */
    private static Optional<Path> inMemory(Path memory, FileOwner user) {
        try {
            boolean there = Files.isDirectory(memory) && Files.getFileStore(memory).type().equals("tmpfs")
                    && Files.getFileStore(memory).getUsableSpace() >= SPARE;
            return there ? usable(memory, NAME + "-" + user.id(), user, new ArrayList<>()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> usable(Path parent, String name, FileOwner user, List<String> warnings) {
        try {
            Path folder = Files.createDirectories(parent).toRealPath().resolve(name);
            if (!FileOwner.isKnownAt(folder)) {
                return Optional.of(Files.createDirectories(folder));
            }
            Optional<String> doubt = doubt(folder, user);
            doubt.ifPresent(reason -> warnings.add(folder + " is not used: " + reason));
            return doubt.isPresent() || !Files.isWritable(folder) ? Optional.empty() : Optional.of(folder);
        } catch (IOException e) {
            // A home that is read-only or not there: what would be kept can be made anew.
            return Optional.empty();
        }
    }

    /** Makes the folder if it is not there, and says why it cannot be trusted, if so. */
    private static Optional<String> doubt(Path folder, FileOwner user) throws IOException {
        if (!user.controls(folder.getParent())) {
            return Optional.of("other users can change what lies in " + folder.getParent());
        }
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FileOwner.PRIVATE));
        } catch (FileAlreadyExistsException e) {
            if (!user.ownsFolder(folder)) {
                return Optional.of("it is no folder of the user who runs this");
            }
            if (user.isWrittenByOthers(folder)) {
                return Optional.of("other users could write it until now; remove it");
            }
            if (!Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(FileOwner.PRIVATE)) {
                Files.setPosixFilePermissions(folder, FileOwner.PRIVATE);
            }
        }
        return Optional.empty();
    }

    /** Tells libraries by their system properties where to unpack their native parts; what the user has set stays. */
    static void tell(Path natives, Properties system) {
        system.putIfAbsent("org.bytedeco.javacpp.cachedir", natives.resolve("javacpp").toString());
        system.putIfAbsent("ENGINE_CACHE_DIR", natives.resolve("djl").toString());
        system.putIfAbsent("DJL_CACHE_DIR", natives.resolve("djl").toString());
        system.putIfAbsent("jna.tmpdir", natives.resolve("jna").toString());
        // deleted at the end of each process
        system.putIfAbsent("ZstdTempFolder", natives.toString());
    }
}
