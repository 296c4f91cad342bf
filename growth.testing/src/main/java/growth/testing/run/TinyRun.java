package growth.testing.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A run file for a training of seconds: a model of two layers, 32 wide, that grows once, on a page of text.
 *
 * @param yaml the file's text
 */
public record TinyRun(String yaml) {

    /** The corpus beside the run file. */
    public static final String CORPUS = "tale.txt";

    private static final List<String> WORDS =
            List.of("the", "cat", "sat", "on", "a", "mat", "and", "saw", "one", "dog", "run", "by", "two",
                    "red", "birds", "in", "tall", "trees");

    /** Returns one layer for half of 40 steps, then two. */
    public static TinyRun growing() {
        return new TinyRun("""
                name: tiny
                seed: 7
                model: {family: llama, layers: 2, hidden: 32, heads: 2, intermediate: 48, context: 16}
                data:
                  kind: text
                  train: [tale.txt]
                training:
                  duration: 40ba
                  batch: 4
                  workers: 1
                  optimizer: {lr: 1e-3, clip: 1.0}
                growth:
                  schedule: {kind: one-hop, from: {layers: 1}, at: 50%}
                  operator: {kind: stack}
                evaluate: {every: 10ba, tokens: 128}
                checkpoint: {every: 10ba, keep: 2}
                """);
    }

    /**
     * Returns the same with a model of another family; a vision model learns from generated images.
     *
     * @param family its name in run files
     */
    public TinyRun of(String family) {
        TinyRun other = with("family: llama", "family: " + family);
        return !family.equals("vit") ? other
                : other.with("context: 16", "image: 16, patch: 8").with("kind: text\n  train: [tale.txt]", "kind: synthetic");
    }

    /** Returns the same with another text in one place. */
    public TinyRun with(String old, String text) {
        int at = yaml.indexOf(old);
        if (at < 0 || yaml.indexOf(old, at + 1) >= 0) {
            throw new IllegalArgumentException("'" + old + "' is not in exactly one place of\n" + yaml);
        }
        return new TinyRun(yaml.replace(old, text));
    }

    /** Returns the number of the line that holds this text, as editors count. */
    public int line(String text) {
        List<String> lines = yaml.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is nowhere in\n" + yaml);
    }

    /** Writes the run file, and the corpus beside it unless there is one. */
    public Path write(Path file) throws IOException {
        Path corpus = file.resolveSibling(CORPUS);
        if (!Files.exists(corpus)) {
            Files.writeString(corpus, tale());
        }
        return Files.writeString(file, yaml);
    }

    /** Sentences of random words: 15 kB, always the same. */
    private static String tale() {
        SplittableRandom random = new SplittableRandom(1);
        return random.ints(400, 6, 12)
                .mapToObj(words -> random.ints(words, 0, WORDS.size()).mapToObj(WORDS::get).collect(Collectors.joining(" ", "", ".\n")))
                .collect(Collectors.joining());
    }
}
