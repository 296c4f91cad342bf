package growth.shell.gogo;

/** The source of a session's lines, and the place for messages meanwhile. */
interface Lines {
    /**
     * Waits for a line.
     *
     * @throws org.jline.reader.UserInterruptException if the line was dropped
     * @throws org.jline.reader.EndOfFileException     if there will be none any more
     */
    String read(String prompt);

    /** Prints a line of another command without disturbing the line being typed. */
    void above(String line);

    /** Drops the line being typed, if any. */
    void drop();
}
