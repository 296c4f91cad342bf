package growth.shell.text;

import growth.runtime.train.DivergedException.Remedy;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Builds command lines for users to copy. */
public final class CommandLines {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N}_./:,+@%^=-]+");

    private static final Pattern RESUME = Pattern.compile("\\s*resume:\\s+growth train .* --resume");

    private CommandLines() {
    }

    /** Returns the command that resumes the run in that folder. */
    public static String resume(Path folder) {
        return train(folder, folder) + " --resume";
    }

    /** Returns the command that continues after a divergence. */
    public static String of(Remedy remedy) {
        Path folder = remedy.folder();
        String command = remedy.anew() ? train(folder, folder.resolveSibling(folder.getFileName() + "-lower-rate")) : resume(folder);
        return command + " --set training.optimizer.lr=" + remedy.learningRate().toString().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a line that a training printed is the command that {@link #resume} gives, behind a heading. */
    public static boolean resumes(String line) {
        return RESUME.matcher(line).matches();
    }

    private static String train(Path of, Path out) {
        return "growth train " + quote(of.resolve("run.yaml")) + " --out " + quote(out);
    }

    /** Returns the text as one word of a POSIX shell, which Growth's own shell reads alike: in single quotes if it is not plain. */
    public static String quote(Object word) {
        String text = word.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
