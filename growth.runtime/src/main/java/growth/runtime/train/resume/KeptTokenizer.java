package growth.runtime.train.resume;

import growth.api.options.Options;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.run.PluginChoice;
import growth.runtime.run.RunFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A run that goes on has its tokenizer in its checkpoint, so the file that it took it from may be gone; hashes tell if it is the same. */
public final class KeptTokenizer {
    private static final String GROUP = "tokenizer";
    private static final String PATH = "path";

    private KeptTokenizer() {
    }

    /**
     * @param checkpoint folder of the checkpoint that the run goes on from
     * @param log        takes a line if its tokenizer is taken
     * @return the run, with the checkpoint's tokenizer where its own file is not there any more
     */
    public static RunFile ofRun(RunFile run, Path checkpoint, Consumer<String> log) {
        Options data = run.data().options();
        Path kept = checkpoint.resolve(Checkpoint.TOKENIZER);
        if (!data.has(GROUP) || !(data.values().get(GROUP) instanceof Options group) || !group.has(PATH)
                || Files.exists(run.base().resolve(group.text(PATH))) || !Files.exists(kept)) {
            return run;
        }
        log.accept(run.base().resolve(group.text(PATH)).normalize() + " is not there any more; the tokenizer is taken from " + kept);
        Map<String, Object> inner = new LinkedHashMap<>(group.values());
        inner.put(PATH, kept.toAbsolutePath().toString());
        Map<String, Object> outer = new LinkedHashMap<>(data.values());
        outer.put(GROUP, new Options(group.place(PATH), inner, places(group)));
        return run.with(new PluginChoice(run.data().name(), new Options(run.data().place(), outer, places(data)), run.data().place()));
    }

    private static Map<String, String> places(Options options) {
        Map<String, String> places = new LinkedHashMap<>();
        options.values().keySet().forEach(name -> places.put(name, options.place(name)));
        return places;
    }
}
