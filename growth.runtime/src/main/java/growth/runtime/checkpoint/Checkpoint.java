package growth.runtime.checkpoint;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Tokenizer;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.formats.folder.AtomicFolder;
import growth.formats.folder.Storage;
import growth.formats.huggingface.FolderExtras;
import growth.formats.huggingface.ModelFolder;
import growth.formats.safetensors.SafetensorsArrays;
import growth.formats.safetensors.SafetensorsFile;
import growth.formats.safetensors.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A saved run: {@code config.json}, {@code model.safetensors} and {@code tokenizer.json} as Hugging Face reads them, {@code
 * optimizer.safetensors}, in a run with local steps {@code outer-momentum.safetensors}, and {@code state.json} with the rest and with sizes
 * and SHA-256 of the other files. Opening checks them all.
 */
public final class Checkpoint {
    /** The tokenizer's file. */
    public static final String TOKENIZER = "tokenizer.json";
    static final String OPTIMIZER = "optimizer.safetensors";
    /** The momentum of the outer optimizer of local steps. */
    public static final String OUTER_MOMENTUM = "outer-momentum.safetensors";
    private static final Set<String> OWN = Set.of(OPTIMIZER, OUTER_MOMENTUM, CheckpointManifest.FILE);
    private final Path folder;
    private final CheckpointManifest manifest;

    private Checkpoint(Path folder, CheckpointManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * Returns the checkpoint in that folder, whose every file is as it was saved.
     *
     * @throws GrowthException (CHECKPOINT) in one line, if it is damaged, foreign, or of another version
     */
    public static Checkpoint open(Path folder) {
        CheckpointManifest manifest = CheckpointManifest.read(folder);
        manifest.verify(folder);
        return new Checkpoint(folder, manifest);
    }

    /** Returns its folder. */
    public Path folder() {
        return folder;
    }

    /** Returns the run's state. */
    public RunState run() {
        return manifest.run();
    }

    /**
     * Returns the model with the optimizer state; owns its arrays.
     *
     * @throws GrowthException (CHECKPOINT) in one line
     */
    public ModelState model() {
        ModelState parameters = ModelFolder.read(folder, DataType.FLOAT);
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(OPTIMIZER))) {
            file.names().forEach(name -> tensors.put(name, SafetensorsArrays.readFinite(file, name, DataType.FLOAT)));
            return new ModelState(parameters.shape(), parameters.parameters(), OptimizerTensors.states(tensors, manifest.optimizerSteps()),
                    OptimizerTensors.averages(tensors), manifest.gates());
        } catch (RuntimeException e) {
            parameters.close();
            tensors.values().forEach(INDArray::close);
            throw e instanceof GrowthException ? e
                    : new GrowthException(Kind.CHECKPOINT, folder + ": does not fit together: " + e.getMessage(), e);
        }
    }

    /**
     * Returns all that a run goes on from; owns its arrays.
     *
     * @param outer whether the run makes local steps, so that it goes on with the outer momentum, if there is one
     * @throws GrowthException (CHECKPOINT) in one line
     */
    public TrainingState training(boolean outer) {
        return new TrainingState(model(), outer ? outerMomentum() : Map.of());
    }

    /**
     * Returns the momentum of the outer optimizer: parameter → momentum, in memory of its own; empty if the run made no local steps.
     *
     * @throws GrowthException (CHECKPOINT) in one line, if it does not belong to the model
     */
    public Map<String, INDArray> outerMomentum() {
        Path path = folder.resolve(OUTER_MOMENTUM);
        Map<String, INDArray> momentum = new LinkedHashMap<>();
        if (!manifest.files().containsKey(OUTER_MOMENTUM)) {
            return momentum;
        }
        ModelShape shape = ModelFolder.shape(folder);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            for (ParameterSpec spec : ParameterLayout.of(shape).parameters()) {
                if (!file.names().contains(spec.name())) {
                    throw new GrowthException(Kind.CHECKPOINT, path + ": has no momentum of " + spec.name());
                }
                momentum.put(spec.name(), SafetensorsArrays.readFinite(file, spec.name(), DataType.FLOAT));
                if (!Arrays.equals(momentum.get(spec.name()).shape(), spec.shape(shape))) {
                    throw new GrowthException(Kind.CHECKPOINT, path + ": the momentum of " + spec.name() + " is "
                            + Arrays.toString(momentum.get(spec.name()).shape()) + ", not " + Arrays.toString(spec.shape(shape)));
                }
            }
            return momentum;
        } catch (RuntimeException e) {
            momentum.values().forEach(INDArray::close);
            throw e;
        }
    }

    /**
     * Returns the model with the averages in place of its parameters and without optimizer state; owns its arrays.
     *
     * @param folder  a folder with a model
     * @param average the decay of a moving average of its parameters, as the run file has it
     * @throws GrowthException (CONFIGURATION) that names the averages the folder keeps, if it lacks this one; (CHECKPOINT) if it is damaged
     */
    public static ModelState average(Path folder, String average) {
        if (optimizer(folder).isEmpty()) {
            throw new GrowthException(Kind.CONFIGURATION, folder + ": is not a checkpoint of a run, so it keeps no averages");
        }
        ModelShape shape = ModelFolder.shape(folder);
        Map<String, INDArray> values = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(OPTIMIZER))) {
            String prefix = OptimizerTensors.average(file.names(), average).orElseThrow(() -> new GrowthException(Kind.CONFIGURATION, folder
                    + ": keeps no average of decay " + average + "; " + OptimizerTensors.averageWords(file.names())));
            file.names().stream().filter(name -> name.startsWith(prefix)).forEach(name -> values.put(name.substring(prefix.length()),
                    SafetensorsArrays.readFinite(file, name, DataType.FLOAT)));
            return ModelState.of(shape, values);
        } catch (RuntimeException e) {
            values.values().forEach(INDArray::close);
            throw e instanceof GrowthException ? e
                    : new GrowthException(Kind.CHECKPOINT, folder + ": does not fit together: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the gates of the model there, which only checkpoints of runs have: those of a growth whose gates were still opening.
     *
     * @param folder a folder with a model
     * @throws GrowthException (CHECKPOINT) if its state is damaged
     */
    public static Gates gates(Path folder) {
        if (!ModelLocation.ofRun(folder)) {
            return Gates.none();
        }
        try {
            return CheckpointManifest.read(folder).gates();
        } catch (GrowthException e) {
            if (e.key().filter(CheckpointManifest.FORMAT_KEY::equals).isPresent()) {
                // the weights of another version are readable, its state is not
                return Gates.none();
            }
            throw e;
        }
    }

    /**
     * Returns the kind of optimizer whose state is saved there; empty if there is none.
     *
     * @param folder a folder with a model
     * @throws GrowthException (CHECKPOINT) if its file cannot be read
     */
    public static Optional<String> optimizer(Path folder) {
        Path file = folder.resolve(OPTIMIZER);
        if (!Files.exists(file) || !Files.exists(folder.resolve(CheckpointManifest.FILE))) {
            return Optional.empty();
        }
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            return Optional.of(OptimizerTensors.kind(tensors.names()));
        }
    }

    /**
     * Saves a run: the folder is complete or does not exist.
     *
     * @param target  the folder
     * @param texts   name → text of further files
     * @param extras  files for other software, written beside the weights
     * @param storage the disk
     * @throws GrowthException (CHECKPOINT) in one line, e.g. if the disk is full; nothing that was saved before is lost
     */
    static void save(Path target, TrainingState training, RunState run, Optional<Tokenizer> tokenizer, Map<String, String> texts,
            Optional<FolderExtras> extras, Storage storage) {
        ModelState model = training.model();
        DigestingStorage digesting = new DigestingStorage(storage);
        try (AtomicFolder folder = AtomicFolder.begin(target, digesting)) {
            if (extras.isPresent()) {
                INDArray first = model.parameters().values().iterator().next();
                TensorType type = SafetensorsArrays.info("", first).type();
                ModelFolder.write(folder, extras.get().config(model.shape(), Optional.of(type)), model, type);
                extras.get().without(OWN).without(texts.keySet()).without(tokenizer.isPresent() ? Set.of(TOKENIZER) : Set.of())
                        .write(folder, model.shape());
            } else {
                ModelFolder.write(folder, model);
            }
            folder.write(OPTIMIZER, channel -> SafetensorsArrays.write(channel, OptimizerTensors.of(model), Map.of()));
            if (!training.outerMomentum().isEmpty()) {
                folder.write(OUTER_MOMENTUM, channel -> SafetensorsArrays.write(channel, training.outerMomentum(), Map.of()));
            }
            tokenizer.ifPresent(t -> folder.writeAt(TOKENIZER, t::save));
            texts.forEach(folder::write);
            // Last, because it lists all other files.
            folder.writeAt(CheckpointManifest.FILE, file -> writeManifest(file, run, model, digesting));
            folder.commit();
        }
    }

    private static void writeManifest(Path file, RunState run, ModelState model, DigestingStorage written) {
        try {
            Files.writeString(file, CheckpointManifest.of(run, model, digests(file.getParent(), written)).text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, FileDigest> digests(Path folder, DigestingStorage written) throws IOException {
        Map<String, FileDigest> digests = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> !f.endsWith(CheckpointManifest.FILE)).sorted().toList()) {
                digests.put(file.getFileName().toString(), written.digest(file));
            }
        }
        return digests;
    }
}
