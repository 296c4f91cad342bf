package growth.launcher.place;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A command that is carried out somewhere else.
 *
 * <p>The command may be carried out more than once: an executor that is lost is replaced, and the same words are said again. A training has
 * {@code --begin-or-resume} among them, so that it goes on from its last checkpoint.
 *
 * @param name      what it is called in what users read, for example {@code stack seed 2}
 * @param ranks     how many processes carry it out together; with more than one, the place adds {@code --rank}, {@code --peers} and
 *                  {@code --peers-secret-file} to the command of each
 * @param command   the command with its options and parameters, without {@code growth} before it
 * @param directory the folder from which the command's relative paths start: this process's, which the executors may not have
 * @param files     files of this process that the command reads, for example the run file. A word of the command that is the path of one
 *                  of them is replaced by the path of a copy where the executor has no file of the same content at the same path
 * @param folder    the run folder, which all executors can read and write under the same path, unless there is a store
 * @param store     the URI under which the run folder lies on a file system that is not mounted. The executor then works in a folder of its
 *                  own, whose path stands in place of that of the run folder in the command: it takes the run from there before, and brings
 *                  it there after every checkpoint and at the end
 */
public record Work(String name, int ranks, List<String> command, Path directory, List<Path> files, Path folder, Optional<String> store) {
    /** Work in a run folder that is mounted everywhere. */
    public Work(String name, int ranks, List<String> command, Path directory, List<Path> files, Path folder) {
        this(name, ranks, command, directory, files, folder, Optional.empty());
    }

    /** @throws IllegalArgumentException if there are fewer than one rank, or no command */
    public Work {
        Objects.requireNonNull(store);
        Objects.requireNonNull(name);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(folder);
        command = List.copyOf(command);
        files = List.copyOf(files);
        if (ranks < 1) {
            throw new IllegalArgumentException("ranks: " + ranks);
        }
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no command");
        }
    }
}
