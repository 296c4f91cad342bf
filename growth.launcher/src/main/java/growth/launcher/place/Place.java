package growth.launcher.place;

import java.util.List;

/**
 * Somewhere else where commands are carried out; a service of the framework with the property {@value #NAME}, for example {@code spark}.
 *
 * <p>It begins when it is first asked for something, so that a command that fails before costs nothing.
 */
public interface Place {

    /** The service's property: the word after {@code --on}. */
    String NAME = "growth.place";

    /**
     * Returns the executors that are there now, by their ids; waits until the place has begun and those that it was promised have come.
     *
     * @throws PlaceException       if the place cannot be reached, or one has another Java or other bundles than this process
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    List<Executor> executors() throws InterruptedException;

    /**
     * Carries out a command on as many executors at once as it has ranks, and returns when all have ended and every line has been handed
     * to the watcher. Several calls may run at a time, on threads of their own; each waits until enough executors are free. Plug-ins of
     * this process are brought to the executors first.
     *
     * <p>When an executor is lost, or a rank loses another, the same command is said again to executors that are there then, a bounded
     * number of times; a note tells host, cause and number. A command that ends by itself is not repeated, whatever its status.
     *
     * @return rank 0's exit status, or where that is 0, the first other one: 130 if it was stopped; 8 if executors were lost too often
     * @throws PlaceException       if it cannot be begun: the place cannot be reached, has too few executors, or one that has another
     *                              Java or other bundles than this process
     * @throws InterruptedException if the thread is interrupted; the command is asked to stop, and nobody waits for it
     */
    int run(Work work, Watcher watcher) throws InterruptedException;

    /**
     * Returns a folder on a file system that executors reach and that is not mounted.
     *
     * @param uri with its scheme, for example {@code s3a://bucket/studies/x}
     * @throws PlaceException if this place knows no such file system, or it cannot be reached
     */
    default Store store(String uri) {
        throw new PlaceException(2, uri + ": this place reads and writes mounted folders alone");
    }
}
