package growth.shell.commands;

import growth.api.model.Family;
import growth.runtime.plugins.Catalogue;
import growth.runtime.sample.Filled;
import growth.runtime.sample.Generated;
import growth.runtime.sample.Prompt;
import growth.runtime.sample.Sampler;
import growth.runtime.sample.Sampler.Amount;
import growth.runtime.sample.Sampler.ModelToSample;
import growth.runtime.sample.Sampling;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.text.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a model says. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "sample", group = "Checkpoints", order = 45)
@Command(customSynopsis = {
            "growth sample DIR --prompt TEXT [--max-tokens=N] [--count=N] [--temperature=T] [--json]",
            "       growth sample DIR --prompt \"The [MASK] sat\" [--top-k=N] [--json]"
        },
        description = "continues a text with a model, or fills its masks",
        footer = {
            "",
            "Examples:",
            "  growth sample runs/quickstart --prompt \"Once upon a time\"",
            "  growth sample runs/quickstart --prompt Mia --count 3 --temperature 0.6 --top-p 0.95 --seed 7",
            "  growth sample runs/quickstart --prompt Mia --temperature 0",
            "  echo \"Once upon a time\" | growth sample model --prompt - --json",
            "  growth sample runs/bert --prompt \"The [MASK] sat on the mat.\"",
            "",
            "llama and gpt2 continue the prompt token by token, until the model ends the text or it has --max-tokens. The logits are "
                    + "divided by the temperature, then --top-k, --top-p and --min-p leave the least probable tokens out, in this order. "
                    + "The same seed gives the same texts; the n-th does not depend on --count.",
            "A text may be longer than the model's context. The model then sees its second half, which grows to a whole context "
                    + "again, and so on.",
            "bert gets the most probable tokens for each [MASK] of the prompt; of several masks, each is filled while the others "
                    + "stay."
        })
public final class SampleCommand implements GrowthCommand {
    private static final int CANDIDATES = 5;
    private static final int TOKENS = 200;
    private static final double TEMPERATURE = 0.8;
    private final Sampler sampler;
    private final Catalogue catalogue;
    private Sampler placed;

    @Parameters(paramLabel = "DIR", description = "a run's folder, one of its checkpoints, or a folder with config.json and "
            + "model.safetensors")
    private Path checkpoint;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(names = "--max-tokens", paramLabel = "N", description = "most tokens of a text; default: " + TOKENS)
    private Integer tokens;

    @Option(names = "--count", paramLabel = "N", description = "number of texts; default: 1")
    private Integer count;

    @Option(names = "--temperature", paramLabel = "T", description = "1 draws as the model says, less prefers what is probable, 0 takes "
            + "the most probable token; default: " + TEMPERATURE)
    private Double temperature;

    @Option(names = "--top-k", paramLabel = "N", description = "draws from the N most probable tokens, default: from all; with bert, "
            + "shows N tokens for each mask, default: " + CANDIDATES)
    private Integer topK;

    @Option(names = "--top-p", paramLabel = "P", description = "draws from the fewest tokens that have this share of the probability; "
            + "default: 1")
    private Double topP;

    @Option(names = "--min-p", paramLabel = "P", description = "leaves out tokens with less than this share of the most probable one's "
            + "probability; default: 0")
    private Double minP;

    @Option(names = "--seed", paramLabel = "N", description = "seed of what is random; default: 0")
    private Long seed;

    @Option(names = "--average", paramLabel = "DECAY",
            description = "samples a moving average of the parameters that the checkpoint keeps (training.averages), e.g. 0.998")
    private String average;

    @Option(names = "--special-tokens", negatable = true, description = "puts the prompt behind the tokenizer's special tokens, such as a "
            + "beginning of text; default: yes, except for checkpoints of runs, which are trained without")
    private Boolean special;

    /** Computes the whole text for every token, for comparison. */
    @Option(names = "--no-cache", hidden = true)
    private boolean uncached;

    @Mixin
    private EngineFlags computing = new EngineFlags();

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What a text begins with. */
    static final class Source {
        @Option(names = "--prompt", paramLabel = "TEXT", required = true, description = "the text to begin with; - reads it from "
                + "standard input")
        private String prompt;

        @Option(names = "--prompt-file", paramLabel = "FILE", required = true, description = "a file with the text to begin with")
        private Path file;

        @Option(names = "--tokens", paramLabel = "ID", split = ",", required = true, description = "token ids to begin with, joined by "
                + "commas: for folders without tokenizer.json")
        private List<Integer> ids;

        private Prompt read(Console console) {
            if (ids != null) {
                return Prompt.ids(ids);
            }
            if (file != null) {
                return Prompt.text(PromptText.of(console.resolve(file)));
            }
            return Prompt.text(prompt.equals("-") ? PromptText.of(console) : prompt);
        }
    }

    @Activate
    public SampleCommand(@Reference Sampler sampler, @Reference Catalogue catalogue) {
        this.sampler = sampler;
        this.catalogue = catalogue;
    }

    @Override
    public int run(Console console) {
        placed = sampler.on(computing.choice());
        ModelToSample model = new ModelToSample(console.resolve(checkpoint), Optional.ofNullable(average), Optional.ofNullable(special),
                !uncached);
        Family family = sampler.family(model.checkpoint());
        return family.causal() ? generate(model, family, console) : fill(model, family, console);
    }

    private int generate(ModelToSample model, Family family, Console console) {
        Sampling sampling = new Sampling(or(temperature, TEMPERATURE), or(topK, 0), or(topP, 1.0), or(minP, 0.0));
        Amount amount = new Amount(or(tokens, TOKENS), or(count, 1), or(seed, 0L));
        SamplePrinter printer = new SamplePrinter(console, amount.count(), !json);
        Optional<Generated> result;
        try {
            result = Abandonable.await(() -> placed.generate(model, source.read(console), sampling, amount, printer), () -> {
                printer.show();
                return console.stop().getAsBoolean();
            });
        } finally {
            printer.show();
        }
        if (result.isEmpty()) {
            printer.stop();
            return TrainCommand.INTERRUPTED;
        }
        if (json) {
            Json.print(SampleWords.json(result.get(), family, sampling, amount), console);
        } else {
            console.err().println(SampleWords.words(result.get(), amount));
        }
        return 0;
    }

    private int fill(ModelToSample model, Family family, Console console) {
        refuse("--max-tokens", tokens);
        refuse("--count", count);
        refuse("--temperature", temperature);
        refuse("--top-p", topP);
        refuse("--min-p", minP);
        refuse("--seed", seed);
        int candidates = or(topK, CANDIDATES);
        if (candidates < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--top-k must be at least 1");
        }
        Optional<Filled> result = Abandonable.await(() -> placed.fill(model, source.read(console), candidates), console.stop());
        if (result.isEmpty()) {
            return TrainCommand.INTERRUPTED;
        }
        if (json) {
            Json.print(SampleWords.json(result.get(), family), console);
        } else {
            SampleWords.print(result.get(), console);
        }
        return 0;
    }

    @Override
    public List<String> candidates(String label) {
        return EngineFlags.candidates(label, catalogue);
    }

    private static <T> T or(T given, T usual) {
        return given == null ? usual : given;
    }

    private void refuse(String option, Object given) {
        if (given != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), option + " is for models that continue texts; bert fills masks");
        }
    }
}
