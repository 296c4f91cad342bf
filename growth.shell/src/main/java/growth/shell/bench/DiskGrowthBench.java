package growth.shell.bench;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.algebra.ParameterInitializer;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.options.ShapeChange;
import growth.formats.folder.AtomicFolder;
import growth.formats.folder.IoReason;
import growth.formats.huggingface.ModelFolder;
import growth.runtime.disk.CheckpointGrower;
import growth.runtime.disk.CheckpointGrowth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Measures growths of a model folder, as {@code growth grow} makes them, and by turns what the disk takes for the same bytes: the small
 * model's read, the grown one's written and forced to the device.
 *
 * @param grower grows folders
 * @param parent folder on the disk that is measured; holds a folder of its own meanwhile
 * @param rounds how often each is measured
 * @param seed   of the small model's parameters
 */
public record DiskGrowthBench(CheckpointGrower grower, Path parent, int rounds, long seed) {
    private static final String OPERATOR = "stack";
    private static final int PIECE = 1 << 20;

    /**
     * Seconds, in the order in which they were measured.
     *
     * @param parameters of the grown model
     * @param grown      until the grown folder was on the disk
     * @param disk       the disk's own
     */
    public record Took(long parameters, double[] grown, double[] disk) {
        /** Returns what the first growth took, whose code had not been compiled. */
        double first() {
            return grown[0];
        }

        /** Returns the median seconds that growths take beyond the disk's own time, for each 100 M parameters. */
        double beyond() {
            double[] beyond = new double[grown.length];
            for (int i = 0; i < grown.length; i++) {
                beyond[i] = (grown[i] - disk[i]) / (parameters / 1e8);
            }
            return Median.of(beyond);
        }
    }

    /**
     * Returns the measurements; empty if the user wants to end.
     *
     * @param from the small model
     * @param to   the grown one, with more layers
     * @throws GrowthException (CHECKPOINT) if there is no room on the disk, (MISSING_PLUGIN) if the operator is not there
     */
    public Optional<Took> run(ModelShape from, ModelShape to, BooleanSupplier stop) {
        Path folder = folder();
        try {
            Path small = folder.resolve("small");
            try (ModelState state = ParameterInitializer.initialize(from, seed); AtomicFolder written = AtomicFolder.begin(small)) {
                ModelFolder.write(written, state);
                written.commit();
            }
            double[] grown = new double[rounds];
            double[] disk = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                if (stop.getAsBoolean()) {
                    return Optional.empty();
                }
                Path large = folder.resolve("grown-" + i);
                grown[i] = grower.grow(new CheckpointGrowth(small, large, OPERATOR, ShapeChange.parse("layers=" + to.layers()), List.of(),
                        seed, Optional.empty())).seconds();
                remove(large);
                disk[i] = plain(folder.resolve("plain"), Float.BYTES * from.parameterCount(), Float.BYTES * to.parameterCount());
            }
            return Optional.of(new Took(to.parameterCount(), grown, disk));
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": cannot be used: " + IoReason.of(e), e);
        } finally {
            removeQuietly(folder);
        }
    }

    private Path folder() {
        try {
            return Files.createTempDirectory(parent, "growth-bench-");
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, parent + ": cannot be written: " + IoReason.of(e)
                    + "; call growth bench in a folder of the disk to be measured", e);
        }
    }

    /** Returns the seconds for writing bytes, forcing them to the device, and reading bytes that have been written before. */
    private static double plain(Path file, long read, long written) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        long begin = System.nanoTime();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at = 0; at < written; at += PIECE) {
                channel.write(piece.clear());
            }
            channel.force(true);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long at = 0; at < read; at += PIECE) {
                channel.read(piece.clear());
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Files.delete(file);
        return seconds;
    }

    private static void removeQuietly(Path folder) {
        try {
            remove(folder);
        } catch (IOException e) {
            LoggerFactory.getLogger(DiskGrowthBench.class).warn("{}: cannot be removed: {}", folder, IoReason.of(e));
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
