package growth.spark.storage;

import growth.launcher.place.PlaceException;
import growth.launcher.place.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * A folder of a Hadoop file system. A file that is there already is replaced: readers see the old one, the new one or, for a moment, none,
 * never half a one.
 *
 * @param files the file system
 * @param root  the folder, which need not be there yet
 */
public record HadoopStore(FileSystem files, org.apache.hadoop.fs.Path root) implements Store {
    private static final int USAGE = 2;
    private static final String PARTIAL = ".part";

    /**
     * Returns the folder.
     *
     * @param conf what Hadoop knows of file systems
     * @throws PlaceException if the scheme is not known, or the file system cannot be reached
     */
    public static HadoopStore of(String uri, Configuration conf) {
        try {
            org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(URI.create(uri));
            return new HadoopStore(root.getFileSystem(conf), root);
        } catch (IOException | IllegalArgumentException e) {
            throw new PlaceException(USAGE, uri + ": " + words(e)
                    + "; name a file system that the Hadoop of Spark has, such as hdfs://HOST/FOLDER",
                    e);
        }
    }

    /** Returns the first line of a failure: Hadoop puts much behind it. */
    static String words(Exception why) {
        return String.valueOf(why.getMessage()).lines().findFirst().orElse(why.getClass().getSimpleName());
    }

    @Override
    public void pull(String folder, Path to) throws IOException {
        for (FileStatus file : list(folder)) {
            if (file.isFile() && !file.getPath().getName().startsWith(".")) {
                take(file.getPath(), to.resolve(file.getPath().getName()));
            }
        }
    }

    /** Copies a folder with all that is in it. */
    void pullAll(String folder, Path to) throws IOException {
        pull(folder, to);
        for (String below : folders(folder)) {
            pullAll(folder.isEmpty() ? below : folder + "/" + below, to.resolve(below));
        }
    }

    @Override
    public void push(Path file, String path) throws IOException {
        org.apache.hadoop.fs.Path target = at(path);
        org.apache.hadoop.fs.Path beside = new org.apache.hadoop.fs.Path(target.getParent(), "." + target.getName() + PARTIAL);
        try (InputStream in = Files.newInputStream(file); OutputStream out = files.create(beside, true)) {
            in.transferTo(out);
        }
        files.delete(target, false);
        if (!files.rename(beside, target)) {
            throw new IOException("cannot be put in its place");
        }
    }

    /** Returns the names of the folders directly in one. */
    List<String> folders(String folder) throws IOException {
        List<String> names = new ArrayList<>();
        for (FileStatus entry : list(folder)) {
            if (entry.isDirectory()) {
                names.add(entry.getPath().getName());
            }
        }
        return names;
    }

    /** Returns whether a file is there. */
    boolean holds(String path) throws IOException {
        return files.exists(at(path));
    }

    /** Removes a file, or a folder with all that is in it. */
    void delete(String path) throws IOException {
        files.delete(at(path), true);
    }

    private FileStatus[] list(String folder) throws IOException {
        return files.exists(at(folder)) ? files.listStatus(at(folder)) : new FileStatus[0];
    }

    private void take(org.apache.hadoop.fs.Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Path beside = Files.createTempFile(to.getParent(), "." + to.getFileName(), PARTIAL);
        try (InputStream in = files.open(from)) {
            Files.copy(in, beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private org.apache.hadoop.fs.Path at(String path) {
        return path.isEmpty() ? root : new org.apache.hadoop.fs.Path(root, path);
    }
}
