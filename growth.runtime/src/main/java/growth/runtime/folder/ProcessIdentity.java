package growth.runtime.folder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What tells a process from every other, also from a later one that got the same number.
 *
 * @param pid   its number
 * @param began when it began, in words that its machine repeats exactly: on Linux the boot and the clock tick within it, as the time of
 *              day is set while processes run; elsewhere the instant; empty where nothing tells
 * @param host  the machine's name
 * @param space the machine's numbering of processes: containers have their own; empty where there is one only
 */
public record ProcessIdentity(long pid, String began, String host, String space) {
    private static final Path PROCESSES = Path.of("/proc");
    /** Fields of {@code /proc/PID/stat} between the program's name, which may hold anything, and the start. */
    private static final int BEFORE_START = 19;

    /** Whether a process is there. */
    public enum Standing {
        /** It is. */
        ALIVE,
        /** It has ended. */
        GONE,
        /** It is none of this machine or container, from where nothing can be told. */
        ELSEWHERE
    }

    /** Returns this process. */
    public static ProcessIdentity current() {
        return of(ProcessHandle.current());
    }

    /** Returns a process of this machine. */
    public static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), began(process), thisHost(), thisSpace());
    }

    /** Returns whether the process is there now. */
    public Standing standing() {
        if (!host.equals(thisHost()) || !space.equals(thisSpace())) {
            return Standing.ELSEWHERE;
        }
        return handle().isPresent() ? Standing.ALIVE : Standing.GONE;
    }

    /** Returns the process; empty if it has ended or is none of this machine, whoever has its number now. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> equals(of(process)));
    }

    private static String began(ProcessHandle process) {
        try {
            String stat = Files.readString(PROCESSES.resolve(process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
            return firstLine(PROCESSES.resolve("sys/kernel/random/boot_id")) + " " + fields[BEFORE_START];
        } catch (IOException | ArrayIndexOutOfBoundsException e) {
            // no Linux, or a process of somebody else that the system hides
            return process.info().startInstant().map(Instant::toString).orElse("");
        }
    }

    /** Asks no name service: it may be slow, or not there. */
    private static String thisHost() {
        String name = firstLine(PROCESSES.resolve("sys/kernel/hostname"));
        if (!name.isEmpty()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String thisSpace() {
        try {
            return Files.readSymbolicLink(PROCESSES.resolve("self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
