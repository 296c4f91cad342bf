package growth.runtime.train.resume;

import growth.api.options.Options;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.run.PluginChoice;
import growth.runtime.run.RunFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A run that goes on has its tokenizer in its checkpoint, so the file that it took it from may be gone; hashes tell if it is the same. */
public final class KeptTokenizer {
    private static final String PATH = "tokenizer.path";

    private KeptTokenizer() {
    }

    /**
     * Returns the run, with the checkpoint's tokenizer where its own file is not there any more.
     *
     * @param checkpoint folder of the checkpoint that the run goes on from
     * @param log        takes a line if its tokenizer is taken
     */
    public static RunFile ofRun(RunFile run, Path checkpoint, Consumer<String> log) {
        Options data = run.data().options();
        Optional<Path> file = data.get(PATH).filter(String.class::isInstance).map(path -> run.base().resolve((String) path));
        Path kept = checkpoint.resolve(Checkpoint.TOKENIZER);
        if (file.isEmpty() || Files.exists(file.get()) || !Files.exists(kept)) {
            return run;
        }
        log.accept(file.get().normalize() + " no longer exists; the tokenizer is taken from " + kept);
        return run.with(new PluginChoice(run.data().name(), data.with(PATH, kept.toAbsolutePath().toString()), run.data().place()));
    }
}
