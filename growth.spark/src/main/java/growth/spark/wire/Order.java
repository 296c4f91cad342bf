package growth.spark.wire;

import growth.spark.wire.Message.FileCard;
import growth.spark.wire.Message.Part;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What each rank of an attempt is to do.
 *
 * @param command   without what only the rank knows
 * @param directory from where relative paths start on the driver
 * @param files     those of the driver that the command reads
 * @param shelf     the driver's plug-ins
 * @param secret    by which the ranks know each other
 * @param stored    the run folder, if it is not mounted; null if it is
 */
public record Order(long work, int attempt, int ranks, ArrayList<String> command, String directory, ArrayList<FileCard> files,
        Shelf shelf, byte[] secret, Stored stored) implements Serializable {

    /** Returns a rank's part. */
    public Part part(int rank) {
        return new Part(work, attempt, rank);
    }

    /**
     * A run folder on a file system that is not mounted.
     *
     * @param folder its name in the command
     * @param uri    where it is
     */
    public record Stored(String folder, String uri) implements Serializable {
    }

    /**
     * The driver's folder of plug-ins.
     *
     * @param jars  its jars, by their file names
     * @param trust the files of the folder of settings that say which jars are trusted, by their file names
     * @param mode  the framework's property growth.plugins.trust; empty if it is not set
     */
    public record Shelf(ArrayList<FileCard> jars, ArrayList<FileCard> trust, String mode) implements Serializable {
    }
}
