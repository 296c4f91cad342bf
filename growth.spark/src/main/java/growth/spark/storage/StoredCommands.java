package growth.spark.storage;

import growth.launcher.place.Commands;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Commands of a run whose folder is not mounted: they work in a folder of this process, which is taken from the store before, and brought
 * there after every checkpoint and at the end, however it ends. Bringing happens beside the training.
 *
 * @param commands carries them out
 * @param run      what is stored where
 */
public record StoredCommands(Commands commands, Stored run) implements Commands {
    private static final int UNEXPECTED = 1;
    private static final int CHECKPOINT = 6;
    private static final int STOPPED = 130;
    private static final long LOOK_MILLIS = 500;

    /**
     * What is stored where.
     *
     * @param store  the run folder there
     * @param folder its name in the command
     * @param here   the run folder of this process
     * @param writes whether this process is the one that writes the run
     */
    public record Stored(HadoopStore store, String folder, Path here, boolean writes) {
    }

    @Override
    public int run(List<String> arguments, Path directory, OutputStream out, OutputStream err, BooleanSupplier stop) {
        StoredRun stored = new StoredRun(run.store, run.here);
        try {
            stored.pull();
        } catch (IOException e) {
            return failed("read", e, err);
        }
        List<String> words = arguments.stream().map(word -> word.equals(run.folder) ? run.here.toString() : word).toList();
        if (!run.writes) {
            return commands.run(words, directory, out, err, stop);
        }
        CountDownLatch over = new CountDownLatch(1);
        Thread keeper = new Thread(() -> keep(stored, over, err), "growth-store");
        keeper.setDaemon(true);
        keeper.start();
        int status = UNEXPECTED;
        try {
            status = commands.run(words, directory, out, err, stop);
        } finally {
            over.countDown();
            join(keeper);
            try {
                stored.push();
            } catch (IOException e) {
                int unwritten = failed("written", e, err);
                status = status == 0 || status == STOPPED ? unwritten : status;
            }
        }
        return status;
    }

    /** Brings checkpoints there as they come; what cannot be brought is told once, and tried again. */
    private void keep(StoredRun stored, CountDownLatch over, OutputStream err) {
        boolean told = false;
        try {
            while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    if (stored.isAhead()) {
                        stored.push();
                        told = false;
                    }
                } catch (IOException e) {
                    if (!told) {
                        failed("written now", e, err);
                    }
                    told = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread keeper) {
        boolean interrupted = false;
        while (keeper.isAlive()) {
            try {
                keeper.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private int failed(String what, IOException why, OutputStream err) {
        try {
            err.write(("growth: " + run.store.root() + ": cannot be " + what + ": " + HadoopStore.words(why) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            return CHECKPOINT;
        }
        return CHECKPOINT;
    }
}
