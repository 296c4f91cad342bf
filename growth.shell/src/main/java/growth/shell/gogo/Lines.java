package growth.shell.gogo;

/** Where the lines of a session come from, and where what happens meanwhile is told. */
interface Lines {
    /**
     * Waits for a line.
     *
     * @throws org.jline.reader.UserInterruptException if the line was dropped
     * @throws org.jline.reader.EndOfFileException     if there will be none any more
     */
    String read(String prompt);

    /** Prints a line of somebody else without disturbing the one that is being typed. */
    void above(String line);

    /** Drops what was typed, if anything is being read. */
    void drop();
}
