package growth.spark.driver;

import growth.launcher.place.PlaceException;
import growth.launcher.place.Watcher;
import growth.launcher.place.Work;
import growth.spark.executor.RankTask;
import growth.spark.wire.Digest;
import growth.spark.wire.Message.FileCard;
import growth.spark.wire.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Carries out one command, again where an executor is lost. */
final class WorkRun {
    private static final int UNEXPECTED = 1;
    private static final int STOPPED = 130;
    private static final int PEER = 8;
    private static final int SECRET_BYTES = 32;
    private static final long LOOK_MILLIS = 100;
    private static final int LOOKS = 20;
    private static final ClassTag<Integer> INTEGERS = ClassTag$.MODULE$.apply(Integer.class);

    private final JavaSparkContext spark;
    private final Desk desk;
    private final Roster roster;
    private final Limits limits;
    private final long number;
    private final Work work;
    private final Watcher watcher;

    /**
     * How long and how often.
     *
     * @param attempts how often a command is said in all
     * @param patience how long executors may be missing
     * @param saving   how long those that have lost a peer may take to save
     */
    record Limits(int attempts, Duration patience, Duration saving) {
    }

    WorkRun(Running running, long number, Work work, Watcher watcher) {
        this.spark = running.spark();
        this.desk = running.desk();
        this.roster = running.roster();
        this.limits = running.limits();
        this.number = number;
        this.work = work;
        this.watcher = watcher;
    }

    /** Returns the exit status. */
    int run(Shelves shelves) throws InterruptedException {
        for (int n = 1;; n++) {
            if (!roster.claim(work.ranks(), watcher::stop, limits.patience())) {
                return STOPPED;
            }
            int lostBefore = roster.lost(0).size();
            Attempt attempt = new Attempt(number, n, work.ranks(), watcher, roster);
            String failure;
            try {
                desk.put(attempt);
                failure = carryOut(attempt, order(n, shelves));
            } catch (IOException e) {
                throw new PlaceException(UNEXPECTED, e.getMessage(), e);
            } finally {
                desk.remove(number);
                roster.release(work.ranks(), attempt.unended());
            }
            OptionalInt status = attempt.status();
            if (status.isPresent()) {
                return status.getAsInt();
            }
            roster.requireSame();
            Optional<String> lost = attempt.lost();
            String reason = lost.isPresent() ? lost.get() : attempt.hasLostPeer() ? attempt.silent() : unbegun(lostBefore, failure);
            if (watcher.stop()) {
                note(reason + " before it had saved");
                return STOPPED;
            }
            if (n == limits.attempts()) {
                note(reason + "; given up after " + n + " attempts; the same command goes on from the last checkpoint");
                return PEER;
            }
            note(reason + "; it goes on from its last checkpoint (attempt " + (n + 1) + " of " + limits.attempts() + ")");
        }
    }

    /** An executor that is lost just when a task reaches it has said nothing of it. */
    private String unbegun(int lostBefore, String failure) throws InterruptedException {
        for (int look = 0; look < LOOKS && roster.lost(lostBefore).isEmpty(); look++) {
            // Spark tells of the task first
            Thread.sleep(LOOK_MILLIS);
        }
        List<String> lost = roster.lost(lostBefore);
        return lost.isEmpty() ? failure : String.join(", ", lost) + (lost.size() == 1 ? " was lost" : " were lost");
    }

    private void note(String line) {
        synchronized (watcher) {
            watcher.note(work.name() + ": " + line);
        }
    }

    private Order order(int attempt, Shelves shelves) throws IOException, InterruptedException {
        ArrayList<FileCard> files = new ArrayList<>();
        for (Path file : work.files()) {
            FileCard card = new FileCard(file.toString(), Digest.of(work.directory().resolve(file)));
            desk.offer(card.sha256(), work.directory().resolve(file));
            files.add(card);
        }
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new Order(number, attempt, work.ranks(), new ArrayList<>(work.command()), work.directory().toAbsolutePath().toString(),
                files, shelves.now(desk), secret, work.store().map(uri -> new Order.Stored(work.folder().toString(), uri)).orElse(null));
    }

    /** Returns what Spark says of it, in a line; empty if its job has succeeded. */
    private String carryOut(Attempt attempt, Order order) throws InterruptedException {
        List<Integer> ranks = Collections.nCopies(work.ranks(), 0);
        spark.setJobDescription(work.name());
        RDD<Integer> rdd = spark.parallelize(ranks, work.ranks()).rdd();
        RankTask task = new RankTask(order);
        RDD<Integer> ended = work.ranks() == 1 ? rdd.mapPartitions(task, false, INTEGERS)
                : rdd.barrier().mapPartitions(task, false, INTEGERS);
        JavaFutureAction<List<Integer>> job = JavaRDD.fromRDD(ended, INTEGERS).collectAsync();
        try {
            return await(job, attempt);
        } catch (InterruptedException e) {
            attempt.stop();
            job.cancel(true);
            throw e;
        }
    }

    private String await(JavaFutureAction<List<Integer>> job, Attempt attempt) throws InterruptedException {
        long lost = 0;
        String failure = "";
        boolean over = false;
        while (!over || attempt.works()) {
            if (watcher.stop() || over) {
                attempt.stop();
            }
            if (lost == 0 && (over || attempt.hasLostPeer())) {
                lost = System.nanoTime();
            }
            if (lost != 0 && System.nanoTime() - lost > limits.saving().toNanos()) {
                job.cancel(true);
                return failure;
            }
            try {
                if (over) {
                    Thread.sleep(LOOK_MILLIS);
                } else {
                    job.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    return "";
                }
            } catch (TimeoutException e) {
                continue;
            } catch (ExecutionException e) {
                failure = reason(e.getCause());
                over = true;
            }
        }
        return failure;
    }

    /** The first line that says something: Spark puts the executor's stack trace behind it. */
    private static String reason(Throwable thrown) {
        String message = thrown == null || thrown.getMessage() == null ? String.valueOf(thrown) : thrown.getMessage();
        return message.lines().findFirst().orElse(message).replaceFirst("^Job aborted due to stage failure: ", "").strip();
    }
}
