package growth.runtime.place;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.launcher.place.Place;
import growth.launcher.place.PlaceException;
import growth.launcher.place.Store;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where runs train besides this process.
 *
 * @param name  the place, as the user names it
 * @param place the place
 * @param store where run folders lie that are not mounted; empty: they lie under the same path everywhere
 */
public record Elsewhere(String name, Place place, Optional<Mirror> store) {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

    public Elsewhere {
        Objects.requireNonNull(place);
        Objects.requireNonNull(store);
    }

    /**
     * A folder here that has the records of one elsewhere.
     *
     * @param here the folder here, absolute
     * @param uri  where it is elsewhere
     * @param there it, elsewhere
     */
    public record Mirror(Path here, String uri, Store there) {
        /** Returns where a folder below it is elsewhere. */
        public String uri(Path folder) {
            String path = path(folder);
            return path.isEmpty() ? uri : uri + "/" + path;
        }

        /**
         * Takes the records of a folder: its files, without folders below.
         *
         * @throws GrowthException (CHECKPOINT) if they cannot be read, or written here
         */
        public void pull(Path folder) {
            try {
                there.pull(path(folder), folder);
            } catch (IOException e) {
                throw new GrowthException(Kind.CHECKPOINT, uri(folder) + ": cannot be read: " + IoReason.of(e), e);
            }
        }

        /**
         * Brings the files of a folder there, but for hidden ones and those in folders below.
         *
         * @throws GrowthException (CHECKPOINT) if they cannot be read, or written there
         */
        public void pushFiles(Path folder) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : (Iterable<Path>) files.filter(one -> Files.isRegularFile(one)
                        && !one.getFileName().toString().startsWith("."))::iterator) {
                    there.push(file, path(file));
                }
            } catch (IOException e) {
                throw new GrowthException(Kind.CHECKPOINT, uri(folder) + ": cannot be written: " + IoReason.of(e), e);
            }
        }

        private String path(Path below) {
            return here.relativize(below.toAbsolutePath().normalize()).toString().replace(File.separatorChar, '/');
        }
    }

    /** Returns whether what a user writes as a folder is one of a file system that is not mounted. */
    public static boolean isStore(String folder) {
        return SCHEME.matcher(folder).matches();
    }

    /**
     * Returns the same place for runs in a folder that is not mounted.
     *
     * @param uri  that folder
     * @param here the folder that takes its records here
     * @throws GrowthException that of the place, if it knows no such folder
     */
    public Elsewhere storing(String uri, Path here) {
        String plain = uri.replaceFirst("/+$", "");
        try {
            return new Elsewhere(name, place, Optional.of(new Mirror(here.toAbsolutePath().normalize(), plain, place.store(plain))));
        } catch (PlaceException e) {
            throw PlacedRun.refusal(e);
        }
    }
}
