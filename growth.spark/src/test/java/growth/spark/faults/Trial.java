package growth.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.ForkedProcess.Ended;
import growth.testing.run.Distribution;
import growth.testing.run.Folders;
import growth.testing.run.Metrics;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A run that two ranks train, in a folder of its own, in which it is disturbed and goes on by the same command.
 *
 * @param distribution the installation
 * @param seats        where the ranks are
 * @param out          the run folder
 */
record Trial(Distribution distribution, List<Ranks.Seat> seats, Path out) {

    static final int PEER_LOST = 8;
    private static final List<String> TENSORS = List.of("model.safetensors", "optimizer.safetensors");
    private static final String RUN = "run.yaml";

    /** Writes the run file into that folder, and returns a run of that name. */
    static Trial of(TinyRun run, Path folder, String name) throws IOException {
        run.with("growth:", "data-parallel: {ranks: 2}\ngrowth:").write(folder.resolve(RUN));
        return of(Distribution.in(folder), name);
    }

    private static Trial of(Distribution distribution, String name) throws IOException {
        return new Trial(distribution, Ranks.seats(distribution, 2), distribution.folder().resolve(name));
    }

    /** Returns another run of the same run file. */
    Trial named(String name) throws IOException {
        return of(distribution, name);
    }

    /** Returns the same run from other seats. */
    Trial at(Ranks.Seat... others) {
        return new Trial(distribution, List.of(others), out);
    }

    /** Returns the same run with a JVM option on every rank. */
    Trial with(String option) {
        return new Trial(distribution, seats.stream().map(seat -> seat.with(option)).toList(), out);
    }

    Ranks.Seat seat(int rank) {
        return seats.get(rank);
    }

    /** Begins the run, or goes on. */
    Ranks start() throws IOException {
        return Ranks.start(seats, command());
    }

    String[] command() {
        return new String[] {"train", RUN, "--out", out.toString(), "--begin-or-resume"};
    }

    /** Begins the run, or goes on, to its end. */
    void finish() throws IOException, InterruptedException {
        try (Ranks ranks = start()) {
            ranks.succeed();
        }
    }

    /** Waits until it has trained so many steps. */
    void awaitStep(Ranks ranks, long step) throws InterruptedException {
        ranks.rank(0).await("step " + step, () -> Metrics.lastStep(out) >= step);
    }

    /** Waits until all ranks but one, which was killed, have ended, and said in a line who is missing. */
    static void survivorsMiss(Ranks ranks, int killed) throws InterruptedException {
        List<Ended> ended = ranks.end();
        assertThat(IntStream.range(0, ended.size()).filter(rank -> rank != killed).mapToObj(ended::get)).allSatisfy(survivor ->
                assertThat(survivor.exits(PEER_LOST).errors()).hasLineCount(1).startsWith("growth: ").contains("rank " + killed));
    }

    /** Checks that this run has made the same steps, evaluations and growths as another one, and ended with the same bits. */
    void endedAs(Trial undisturbed) throws IOException {
        Path whole = undisturbed.out();
        assertThat(Metrics.of(out)).as("steps and evaluations").isEqualTo(Metrics.of(whole)).isNotEmpty();
        assertThat(Metrics.growths(out)).as("growths").isEqualTo(Metrics.growths(whole)).isNotEmpty();
        List<String> checkpoints = Folders.names(whole.resolve("checkpoints"));
        Path last = Path.of("checkpoints", checkpoints.get(checkpoints.size() - 1));
        assertThat(TENSORS).allSatisfy(file -> assertThat(out.resolve(last).resolve(file)).as("the last checkpoint")
                .hasSameBinaryContentAs(whole.resolve(last).resolve(file)));
        assertThat(out.resolve("report.html")).content().contains("finished with validation loss");
    }
}
