package growth.spark.wire;

import java.io.Serializable;
import java.util.ArrayList;

/** What an executor says to the driver, or asks it. */
public sealed interface Message extends Serializable {

    /**
     * An executor is there. The answer is a line that says why it is refused, or an empty one.
     *
     * @param machine where it is, and what is installed there
     */
    record Hello(String executor, Machine machine) implements Message {
    }

    /** A rank has begun. */
    record Began(Part part, String executor, String host) implements Message {
    }

    /** A rank's command has printed lines. */
    record Printed(Part part, ArrayList<Said> lines) implements Message {
    }

    /** A rank's command has ended. */
    record Ended(Part part, String executor, int status) implements Message {
    }

    /** Whether a command is to end; the answer is a Boolean. */
    record StopAsked(Part part) implements Message {
    }

    /** The content of a file that an order names; the answer is its bytes. */
    record BytesAsked(String sha256) implements Message {
    }

    /**
     * A line.
     *
     * @param error whether on standard error
     */
    record Said(boolean error, String line) implements Serializable {
    }

    /**
     * One rank of one attempt to carry out a command.
     *
     * @param work    the driver's number of the command
     * @param attempt counted from 1
     * @param rank    counted from 0
     */
    record Part(long work, int attempt, int rank) implements Serializable {
    }

    /** A file: its path on the driver, or its name in a folder, and its content's digest in hexadecimal digits. */
    record FileCard(String path, String sha256) implements Serializable {
    }
}
