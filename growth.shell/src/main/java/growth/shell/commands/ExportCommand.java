package growth.shell.commands;

import growth.api.Amounts;
import growth.api.model.Family;
import growth.formats.safetensors.TensorType;
import growth.runtime.disk.CheckpointExporter;
import growth.runtime.disk.ExportFormat;
import growth.runtime.disk.ExportedModel;
import growth.runtime.disk.ModelExport;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.text.ByteSize;
import growth.shell.text.TextWidth;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the model of a checkpoint, or of any model folder, for other software. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "export", group = "Checkpoints", order = 50)
@Command(description = "writes the model of a checkpoint, or an average of it, for other software",
        footer = {
            "",
            "Examples:",
            "  growth export runs/quickstart --to model",
            "  growth export runs/quickstart/checkpoints/step-00000391 --to averaged --average 0.998",
            "  growth export llama --to half --dtype bf16 --shard-size 2GB",
            "  growth export runs/quickstart --format samediff --to quickstart.fb",
            "  growth export runs/quickstart --format npy --to arrays",
            "",
            "hf: a folder that Hugging Face's from_pretrained reads: current names of tensors, a complete configuration, and the "
                    + "tokenizer's files. DIR may be any folder of llama, gpt2, bert or vit.",
            "samediff: one file that ND4J 1.0.0-M2.1 loads with SameDiff.load(file, true), of at most 1 GiB. Placeholders are "
                    + "input_ids [batch, tokens]; for bert also token_type_ids and attention_mask; for vit pixel_values [batch, channels, "
                    + "height, width]. Outputs are logits, last_hidden_state and hidden_states.0 to hidden_states.LAYERS. Gates that "
                    + "are still opening are part of the graph.",
            "npy: a folder with one .npy file per tensor, a manifest.json that lists them, and config.json."
        })
public final class ExportCommand implements GrowthCommand {
    private static final List<TensorType> TYPES = List.of(TensorType.F32, TensorType.BF16, TensorType.F16);
    private static final String TIED = "tied";
    private static final String UNTIED = "untied";
    private final CheckpointExporter exporter;

    @Parameters(paramLabel = "DIR", description = "a folder with a model, or a run's folder, which stands for its newest checkpoint")
    private Path from;

    @Option(names = {"--to", "--out"}, paramLabel = "PATH", description = "the folder to write, for samediff the file; must not exist; "
            + "default: the name of DIR with -hf, -npy or .fb, in the present folder")
    private Path to;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "hf", description = "hf, samediff or npy; default: hf")
    private String format;

    @Option(names = "--average", paramLabel = "DECAY",
            description = "writes a moving average of the parameters that the checkpoint keeps (training.averages), e.g. 0.998")
    private String average;

    @Option(names = "--dtype", paramLabel = "TYPE", description = "type of the written weights: f32, bf16 or f16; default: each tensor "
            + "keeps its own (npy has f32 for bf16, samediff has f32 for all)")
    private String type;

    @Option(names = "--shard-size", paramLabel = "SIZE",
            description = "with hf: spreads the weights over files of at most SIZE, e.g. 5GB or 500MB; default: one file")
    private String shardSize;

    @Option(names = "--head", paramLabel = "HEAD", description = "with hf, for llama: tied leaves the language-model head out, "
            + "which must equal the token embedding; untied writes it as a tensor of its own; default: as it is")
    private String head;

    @Spec
    private CommandSpec spec;

    @Activate
    public ExportCommand(@Reference CheckpointExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public int run(Console console) {
        ExportFormat wanted = ExportFormat.of(format)
                .orElseThrow(() -> wrong("--format must be hf, samediff or npy, not '" + format + "'"));
        ModelExport.Weights weights = new ModelExport.Weights(Optional.ofNullable(type).map(name -> type(name, wanted)),
                Optional.ofNullable(shardSize).map(size -> bytes(size, wanted)), Optional.ofNullable(head).map(is -> tied(is, wanted)));
        Path target = to != null ? to : Path.of(name(console.resolve(from).toAbsolutePath().normalize(), wanted));
        ModelExport order = new ModelExport(console.resolve(from), console.resolve(target), wanted, Optional.ofNullable(average), weights);
        Optional<ExportedModel> done = Abandonable.await(() -> exporter.export(order), console.stop());
        if (done.isEmpty()) {
            return TrainCommand.INTERRUPTED;
        }
        print(done.get(), target, wanted, console);
        return 0;
    }

    private void print(ExportedModel model, Path target, ExportFormat written, Console console) {
        String what = average == null ? "the model" : "the average " + average;
        console.out().println("wrote " + target + ": " + what + " of " + model.from());
        int files = model.files().size();
        console.out().println("  " + model.shape() + ", " + Amounts.bytes(model.bytes()) + " in " + (files == 1 ? model.files().get(0)
                : files + " files"));
        if (written == ExportFormat.SAMEDIFF) {
            console.out().println("  placeholders " + placeholders(model.shape().family()));
            console.out().println("  outputs logits, last_hidden_state, hidden_states.0 to hidden_states." + model.shape().layers());
        }
        if (!model.leftOut().isEmpty()) {
            TextWidth.wrap("  left out " + String.join(", ", model.leftOut()), console.width()).forEach(console.out()::println);
        }
        model.warnings().forEach(warning -> console.err().println("warning: " + warning));
    }

    private static String placeholders(Family family) {
        return switch (family) {
            case LLAMA, GPT2 -> "input_ids";
            case BERT -> "input_ids, token_type_ids, attention_mask";
            case VIT -> "pixel_values";
        };
    }

    /** Returns the name of a run or model folder, or of a run and its checkpoint, with what tells formats apart. */
    private static String name(Path folder, ExportFormat format) {
        Path name = folder.getFileName();
        Path parent = folder.getParent();
        boolean checkpoint = parent != null && parent.endsWith("checkpoints") && parent.getNameCount() > 1;
        String words = (checkpoint ? parent.getParent().getFileName() + "-" : "") + (name == null ? "model" : name);
        return words + (format == ExportFormat.SAMEDIFF ? ".fb" : "-" + format.id());
    }

    private TensorType type(String name, ExportFormat wanted) {
        TensorType found = TYPES.stream().filter(t -> t.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> wrong("--dtype must be f32, bf16 or f16, not '" + name + "'"));
        if (wanted == ExportFormat.SAMEDIFF && found != TensorType.F32) {
            throw wrong("--dtype is f32 for --format samediff, not '" + name + "'");
        }
        if (wanted == ExportFormat.NPY && found == TensorType.BF16) {
            throw wrong("--dtype must be f32 or f16 for --format npy: NumPy has no bf16");
        }
        return found;
    }

    private long bytes(String size, ExportFormat wanted) {
        only("--shard-size", wanted);
        return ByteSize.parse(size).orElseThrow(() -> wrong("--shard-size must be a size such as 5GB or 500MB, not '" + size + "'"));
    }

    private boolean tied(String is, ExportFormat wanted) {
        only("--head", wanted);
        if (!is.equals(TIED) && !is.equals(UNTIED)) {
            throw wrong("--head must be tied or untied, not '" + is + "'");
        }
        return is.equals(TIED);
    }

    private void only(String option, ExportFormat wanted) {
        if (wanted != ExportFormat.HF) {
            throw wrong(option + " is for --format hf");
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    @Override
    public List<String> candidates(String label) {
        return switch (label) {
            case "FORMAT" -> ExportFormat.ids();
            case "TYPE" -> TYPES.stream().map(t -> t.name().toLowerCase(Locale.ROOT)).toList();
            case "HEAD" -> List.of(TIED, UNTIED);
            default -> List.of();
        };
    }
}
