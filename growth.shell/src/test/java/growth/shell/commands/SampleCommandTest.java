package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Family;
import growth.runtime.engine.EngineChoice;
import growth.runtime.sample.Filled;
import growth.runtime.sample.Filled.Candidate;
import growth.runtime.sample.Filled.Mask;
import growth.runtime.sample.Generated;
import growth.runtime.sample.Generated.Cost;
import growth.runtime.sample.Generated.Sample;
import growth.runtime.sample.Prompt;
import growth.runtime.sample.Sampler;
import growth.runtime.sample.Sampling;
import growth.shell.command.Console;
import growth.shell.fake.FakeCatalogue;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleCommandTest {
    private Family family = Family.LLAMA;
    private String asked = "";
    private Prompt prompt;
    private boolean moved;
    private final List<String> pieces = new ArrayList<>(List.of(" upon", " a", " time"));
    private final Sampler sampler = new Sampler() {
        @Override
        public Sampler on(EngineChoice engine) {
            return this;
        }

        @Override
        public Family family(Path checkpoint) {
            return family;
        }

        /** Says the same in all texts, the second one faster than the first. */
        @Override
        public Generated generate(ModelToSample model, Prompt given, Sampling sampling, Amount amount, Listener listener) {
            asked = model + " " + sampling + " " + amount;
            prompt = given;
            listener.warn("the prompt is short");
            listener.begin("Once");
            for (String piece : pieces) {
                for (int i = 0; i < amount.count(); i++) {
                    listener.piece(i, piece);
                }
            }
            IntStream.range(0, amount.count()).map(i -> amount.count() - 1 - i).forEach(listener::end);
            Sample sample = new Sample(String.join("", pieces), List.of(5, 6, 7), true);
            return new Generated("Once", IntStream.range(0, amount.count()).mapToObj(i -> sample).toList(),
                    new Cost(1, 3L * amount.count(), 0.5), moved);
        }

        @Override
        public Filled fill(ModelToSample model, Prompt given, int candidates) {
            asked = model + " " + candidates;
            prompt = given;
            List<Candidate> both = List.of(new Candidate(7, " cat", 0.421), new Candidate(9, "\n", 0.0123));
            return new Filled("The cat sat", List.of(new Mask(1, both)));
        }
    };
    private final Trial trial = new Trial().with("sample", () -> new SampleCommand(sampler, new FakeCatalogue()));
    @TempDir
    private Path home;

    @Test
    void printsTheTextAndWhatItTook() {
        Result printed = trial.in(Path.of("/w")).run("sample", "model", "--prompt", "Once").ends(0);
        assertThat(printed.out()).isEqualTo("Once upon a time" + System.lineSeparator());
        assertThat(printed.err()).isEqualTo("warning: the prompt is short" + System.lineSeparator()
                + "3 tokens in 0.5 s (6 tok/s), seed 0, ended by the model" + System.lineSeparator());
        assertThat(asked).isEqualTo("ModelToSample[checkpoint=/w/model, average=Optional.empty, specialTokens=Optional.empty, "
                + "cached=true] Sampling[temperature=0.8, topK=0, topP=1.0, minP=0.0] Amount[tokens=200, count=1, seed=0]");
        assertThat(prompt).isEqualTo(Prompt.text("Once"));
    }

    @Test
    void takesEveryOption() {
        moved = true;
        Result printed = trial.run("sample", "m", "--prompt", "Once", "--max-tokens", "9", "--count", "2", "--temperature", "0.5",
                "--top-k", "20", "--top-p", "0.9", "--min-p", "0.1", "--seed", "-3", "--average", "0.99", "--no-special-tokens",
                "--no-cache").ends(0);
        assertThat(asked).isEqualTo("ModelToSample[checkpoint=m, average=Optional[0.99], specialTokens=Optional[false], cached=false] "
                + "Sampling[temperature=0.5, topK=20, topP=0.9, minP=0.1] Amount[tokens=9, count=2, seed=-3]");
        assertThat(printed.err()).endsWith("6 tokens in 0.5 s (12 tok/s), seed -3, 2 ended by the model; longer than the model's "
                + "context, so the model did not see the beginning any more" + System.lineSeparator());
    }

    @Test
    void severalTextsStandBehindEachOther() {
        assertThat(trial.run("sample", "m", "--prompt", "Once", "--count", "3").lines()).containsExactly(
                "── 1/3", "Once upon a time", "── 2/3", "Once upon a time", "── 3/3", "Once upon a time");
    }

    @Test
    void readsPromptsFromFilesAndFromInput() throws IOException {
        Path file = Files.writeString(home.resolve("prompt.txt"), "Once\nüber\n");
        assertThat(trial.run("sample", "m", "--prompt-file", file.toString()).status()).isZero();
        assertThat(prompt).isEqualTo(Prompt.text("Once\nüber"));
        assertThat(trial.run("sample", "m", "--tokens", "3,1,2").status()).isZero();
        assertThat(prompt).isEqualTo(Prompt.ids(List.of(3, 1, 2)));

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Console console = new Console(stream, stream, false, false, () -> 80, Path.of(""), () -> false)
                .reading(new ByteArrayInputStream("Twice\r\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(trial.runner().run(console, List.of("sample", "m", "--prompt", "-"))).isZero();
        assertThat(prompt).isEqualTo(Prompt.text("Twice"));
    }

    @Test
    void refusesPromptsThatCannotBeRead() throws IOException {
        assertThat(trial.run("sample", "m", "--prompt", "-").ends(2).err())
                .startsWith("growth: --prompt -: the shell itself reads the keys");
        Path binary = Files.write(home.resolve("binary"), new byte[] {(byte) 0xff, 1});
        assertThat(trial.run("sample", "m", "--prompt-file", binary.toString()).ends(4).err())
                .isEqualTo("growth: " + binary + ": is not UTF-8 text; a prompt is text" + System.lineSeparator());
        Path missing = home.resolve("missing");
        assertThat(trial.run("sample", "m", "--prompt-file", missing.toString()).ends(4).err())
                .startsWith("growth: " + missing + " cannot be read").hasLineCount(1);
        assertThat(asked).isEmpty();
    }

    @Test
    void aTerminalSeesNoControlCharacters() {
        pieces.set(1, "\u001b[31m\u0007\n\tb");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Console console = new Console(stream, new PrintStream(new ByteArrayOutputStream()), true, true, () -> 80, Path.of(""), () -> false);
        assertThat(trial.runner().run(console, List.of("sample", "m", "--prompt", "Once"))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("Once upon\uFFFD[31m\uFFFD\n\tb time" + System.lineSeparator());
        assertThat(trial.run("sample", "m", "--prompt", "Once").out()).as("a file has everything").contains("\u001b[31m\u0007");
    }

    /** An interrupted thread that prints would close the streams of the shell. */
    @Test
    void onlyTheCommandsThreadPrints() {
        Set<Thread> printing = ConcurrentHashMap.newKeySet();
        PrintStream stream = new PrintStream(new OutputStream() {
            @Override
            public void write(int value) {
                printing.add(Thread.currentThread());
            }
        }, true);
        Console console = new Console(stream, stream, false, false, () -> 80, Path.of(""), () -> false);
        assertThat(trial.runner().run(console, List.of("sample", "m", "--prompt", "Once"))).isZero();
        assertThat(printing).containsExactly(Thread.currentThread());
    }

    @Test
    void printsJson() {
        Result printed = trial.run("sample", "m", "--prompt", "Once", "--json").ends(0);
        assertThat(printed.out()).isEqualTo("""
                {
                  "family": "llama",
                  "prompt": "Once",
                  "seed": 0,
                  "temperature": 0.8,
                  "top_k": 0,
                  "top_p": 1.0,
                  "min_p": 0.0,
                  "samples": [
                    {
                      "text": " upon a time",
                      "ended": true,
                      "ids": [
                        5,
                        6,
                        7
                      ]
                    }
                  ],
                  "prompt_tokens": 1,
                  "tokens": 3,
                  "seconds": 0.5,
                  "tokens_per_second": 6.0,
                  "beyond_context": false
                }
                """);
        assertThat(printed.err()).isEqualTo("warning: the prompt is short" + System.lineSeparator());
    }

    @Test
    void fillsMasks() {
        family = Family.BERT;
        assertThat(trial.run("sample", "m", "--prompt", "The [MASK] sat").ends(0).lines()).containsExactly("The cat sat",
                "mask  token   probability", "   1  \" cat\"       42.10%", "   1  \"\\n\"          1.23%");
        assertThat(asked).endsWith(" 5");
        assertThat(trial.run("sample", "m", "--prompt", "The [MASK] sat", "--top-k", "2", "--json").ends(0).out()).startsWith("""
                {
                  "family": "bert",
                  "text": "The cat sat",
                  "masks": [
                    {
                      "position": 1,
                      "candidates": [
                        {
                          "id": 7,
                          "token": " cat",
                          "probability": 0.421
                        },
                """);
        assertThat(asked).endsWith(" 2");
    }

    @ParameterizedTest
    @CsvSource({"--max-tokens, 3", "--count, 3", "--temperature, 1", "--top-p, 0.5", "--min-p, 0.5", "--seed, 4"})
    void refusesForMasksWhatOnlyDrawsTexts(String option, String value) {
        family = Family.BERT;
        assertThat(trial.run("sample", "m", "--prompt", "x", option, value)).isEqualTo(new Result(2, "", "growth: " + option
                + " is for models that continue texts; bert fills masks; see 'growth help sample'" + System.lineSeparator()));
        assertThat(trial.run("sample", "m", "--prompt", "x", "--top-k", "0").err()).contains("--top-k must be at least 1");
    }

    @Test
    void refusesWhatIsMissingOrOutOfBounds() {
        assertThat(trial.run("sample", "m").ends(2).err()).contains("--prompt", "--prompt-file", "--tokens").hasLineCount(1);
        assertThat(trial.run("sample", "m", "--prompt", "a", "--tokens", "1").ends(2).err()).contains("mutually exclusive").hasLineCount(1);
        assertThat(trial.run("sample", "m", "--prompt", "a", "--temperature", "-1").ends(2).err()).startsWith("growth: temperature -1.0");
        assertThat(trial.run("sample", "m", "--prompt", "a", "--count", "0").ends(2).err())
                .startsWith("growth: the number of texts must be at least 1, not 0");
        assertThat(trial.run("sample", "m", "--tokens", "1,x").ends(2).err()).contains("x").hasLineCount(1);
        assertThat(asked).isEmpty();
    }

    @Test
    void endsAtOnceWhenStopped() {
        Sampler endless = new Sampler() {
        @Override
        public Sampler on(EngineChoice engine) {
            return this;
        }

            @Override
            public Family family(Path checkpoint) {
                return Family.GPT2;
            }

            @Override
            public Generated generate(ModelToSample model, Prompt given, Sampling sampling, Amount amount, Listener listener) {
                listener.begin("Once");
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    for (long now = System.nanoTime(); System.nanoTime() - now < 900_000_000;) {
                        LockSupport.parkNanos(10_000_000);
                    }
                    listener.piece(0, "too late");
                }
                return null;
            }

            @Override
            public Filled fill(ModelToSample model, Prompt given, int candidates) {
                return null;
            }
        };
        long asking = System.nanoTime();
        Trial stopped = new Trial().with("sample", () -> new SampleCommand(endless, new FakeCatalogue()))
                .stop(() -> System.nanoTime() - asking > 300_000_000);
        assertThat(stopped.run("sample", "m", "--prompt", "Once").ends(130).out()).isEqualTo("Once" + System.lineSeparator());
        assertThat((System.nanoTime() - asking) / 1e9).isLessThan(3);
    }

    @Test
    void helpShowsBothWays() {
        assertThat(trial.run("sample", "--help").out()).startsWith("""
                Usage: growth sample DIR --prompt TEXT [--max-tokens=N] [--count=N] [--temperature=T] [--json]
                       growth sample DIR --prompt "The [MASK] sat" [--top-k=N] [--json]
                continues a text with a model, or fills its masks
                """).doesNotContain("no-cache");
    }
}
