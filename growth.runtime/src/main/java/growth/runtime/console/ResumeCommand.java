package growth.runtime.console;

import java.nio.file.Path;

/** The command lines that go on with a run, as they can be copied. */
public final class ResumeCommand {
    private ResumeCommand() {
    }

    /** @return the command that goes on with the run in that folder */
    public static String of(Path folder) {
        return train(folder, folder) + " --resume";
    }

    /** @return the command that begins the run of that folder anew in another one */
    public static String anew(Path folder, Path other) {
        return train(folder, other);
    }

    private static String train(Path of, Path out) {
        return "growth train " + ShellWord.quote(of.resolve("run.yaml")) + " --out " + ShellWord.quote(out);
    }
}
