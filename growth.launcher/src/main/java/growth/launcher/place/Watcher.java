package growth.launcher.place;

/** Who has given work to a place, while it is carried out. Its methods are called one at a time, on any thread. */
public interface Watcher {

    /** Takes a line of rank 0's standard output, in its order. */
    void printed(String line);

    /**
     * Takes a line for the user: a rank's standard error, with the rank and its host before it where there are several, or what the place
     * has to say, for example that an executor was lost and on which one the work goes on.
     */
    void note(String line);

    /** Returns whether the command is to end; a training saves first. It is asked about twice a second. */
    boolean stop();
}
