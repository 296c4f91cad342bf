package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.digest.Sha256;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a run writes down of the model that it starts from, beside its data: a run that goes on has its own. */
final class StartFacts {
    /** The checkpoint that a branch goes on from. */
    static final String BRANCH = "branch";
    private static final String NAME = "model.start";
    private static final PathMatcher MODEL = FileSystems.getDefault().getPathMatcher("glob:{config.json,model*.safetensors}");

    private StartFacts() {
    }

    /**
     * @return facts about the folder; none if there is no such folder
     * @throws GrowthException (CHECKPOINT) if its files cannot be read
     */
    static Map<String, String> of(Optional<Path> start) {
        return start.filter(Files::isDirectory).map(StartFacts::of).orElseGet(Map::of);
    }

    private static Map<String, String> of(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> model = files.filter(file -> MODEL.matches(file.getFileName())).sorted().toList();
            String[] hashes = new String[model.size()];
            for (int i = 0; i < hashes.length; i++) {
                hashes[i] = Sha256.of(model.get(i));
            }
            return Map.of(NAME, folder.toString(), NAME + ".sha256", Sha256.of(List.of(hashes)));
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    /** @return those of the facts that are about what the run started from */
    static Map<String, String> among(Map<String, String> facts) {
        Map<String, String> start = new LinkedHashMap<>(facts);
        start.keySet().removeIf(name -> !name.startsWith(NAME) && !name.equals(BRANCH));
        return start;
    }
}
