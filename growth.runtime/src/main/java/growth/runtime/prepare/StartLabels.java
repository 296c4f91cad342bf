package growth.runtime.prepare;

import growth.runtime.checkpoint.LabelNames;
import growth.runtime.run.ModelSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether the labels of a run's images mean what they mean to the model that it starts from. Another classifier on the same body is common
 * and its head soon learned, so it is said and not refused.
 */
public final class StartLabels {
    private StartLabels() {
    }

    /** @return a line if a label has another name than in the folder that the run starts from */
    public static List<String> warnings(PreparedRun run) {
        ModelSettings model = run.run().model();
        List<String> names = run.dataset().labelNames();
        return model.start().isEmpty() || names.isEmpty() || !Files.isDirectory(model.start().get()) ? List.of()
                : other(model.start().get(), names).map(line -> StartTokenizer.place(model) + ": " + line).stream().toList();
    }

    /**
     * @param folder a classifier's
     * @param ours   names of the data's labels by number
     * @return what is wrong with the first label that has another name in the folder, if there is one
     */
    static Optional<String> other(Path folder, List<String> ours) {
        return LabelNames.of(folder, ours.size()).flatMap(theirs -> IntStream.range(0, ours.size())
                .filter(i -> !LabelNames.plain(theirs.get(i)).equals(LabelNames.plain(ours.get(i)))).boxed().findFirst()
                .map(i -> "label " + i + " is '" + ours.get(i) + "' in the data and '" + theirs.get(i) + "' in " + folder
                        + ": its classifier has learned other labels, or another order of them"));
    }
}
