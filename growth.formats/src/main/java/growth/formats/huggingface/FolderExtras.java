package growth.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelShape;
import growth.formats.folder.AtomicFolder;
import growth.formats.folder.IoReason;
import growth.formats.json.JsonFields;
import growth.formats.json.PrettyJson;
import growth.formats.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a model folder holds beside its weights, for a folder that is made from it: the configuration with all its fields (token ids, label
 * names, dropout) and the files that other software reads, such as {@code tokenizer_config.json} or {@code generation_config.json}. Held in
 * memory, so that the folder may vanish.
 *
 * @param shape   shape of the model that the configuration describes
 * @param config  the configuration; treat it as unchangeable
 * @param files   name → contents
 * @param leftOut names of files that do not fit another model or are too large
 */
public record FolderExtras(ModelShape shape, ObjectNode config, Map<String, byte[]> files, List<String> leftOut) {
    private static final long LARGEST = 64L << 20;
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    private static final Pattern TOKENIZER_FILES = Pattern.compile("tokenizer.*|special_tokens_map\\.json|added_tokens\\.json|vocab\\..*"
            + "|merges\\.txt|.*\\.model|chat_template.*|generation_config\\.json");
    private static final String LONGEST = "model_max_length";
    /** The weights themselves, which the new folder has of its own. */
    private static final Pattern REPLACED =
            Pattern.compile("config\\.json|model.*\\.safetensors(\\.index\\.json)?|provenance\\.json|\\..*");
    /** Weights in other formats. */
    private static final Pattern OTHER_WEIGHTS = Pattern.compile(
            ".*\\.(safetensors|bin|pt|pth|ckpt|h5|msgpack|gguf|ggml|onnx|onnx_data|ot|npz|pkl|tflite|mlmodel)|.*\\.ckpt\\..*"
                    + "|(pytorch_model|tf_model|flax_model).*\\.index\\.json");
    /** What a training remembers, and the text about the model as it was. */
    private static final Pattern UNFIT = Pattern.compile("state\\.json|run\\.yaml|trainer_state\\.json|metrics\\.jsonl|README\\.md");

    public FolderExtras {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Reads what a model folder holds beside its weights.
     *
     * @param folder a model folder
     * @throws GrowthException (CHECKPOINT) if it cannot be read
     */
    public static FolderExtras of(Path folder) {
        ModelShape shape = ModelFolder.shape(folder);
        ObjectNode config = JsonFields.read(folder.resolve(HuggingFaceConfig.FILE), Kind.CHECKPOINT).object();
        Map<String, byte[]> files = new TreeMap<>();
        List<String> leftOut = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                String name = entry.getFileName().toString();
                if (REPLACED.matcher(name).matches()) {
                    continue;
                }
                if (!Files.isRegularFile(entry) || otherWeights(name) || UNFIT.matcher(name).matches() || Files.size(entry) > LARGEST) {
                    leftOut.add(Files.isDirectory(entry) ? name + "/" : name);
                } else {
                    files.put(name, Files.readAllBytes(entry));
                }
            }
        } catch (IOException e) {
            throw IoReason.unreadable(Kind.CHECKPOINT, folder, e);
        }
        return new FolderExtras(shape, config, files, leftOut);
    }

    /** Returns whether a model folder's weights, or their index, stand under that name. */
    public static boolean ownWeights(String name) {
        return WeightFiles.own(name);
    }

    /** Returns whether a file of that name holds weights, or their index, in a format or under a name that is not a model folder's. */
    public static boolean otherWeights(String name) {
        return OTHER_WEIGHTS.matcher(name).matches() && !WeightFiles.own(name);
    }

    /** Returns the files of a folder that is made from nothing but a shape. */
    public static FolderExtras fresh(ModelShape shape) {
        return new FolderExtras(shape, HuggingFaceConfig.fields(shape, TensorType.F32), Map.of(), List.of());
    }

    /**
     * The same for another tokenizer: what was said about the old one is replaced, its files and the ids of special tokens.
     *
     * @param tokens the new tokenizer's
     */
    public FolderExtras withTokenizer(SpecialTokens tokens) {
        Map<String, byte[]> others = new TreeMap<>(files);
        others.keySet().removeIf(name -> TOKENIZER_FILES.matcher(name).matches());
        others.put(TOKENIZER_CONFIG, tokens.tokenizerConfig(shape).getBytes(StandardCharsets.UTF_8));
        if (shape.family().causal()) {
            others.put("generation_config.json", tokens.generationConfig(shape).getBytes(StandardCharsets.UTF_8));
        }
        ObjectNode fields = config.deepCopy();
        tokens.putIds(fields, shape);
        return new FolderExtras(shape, fields, others, leftOut);
    }

    /**
     * The same with names of the labels.
     *
     * @param names in the order of the classifier's rows
     * @param mean  what images are normalised with, of red, green and blue
     * @param std   likewise
     */
    public FolderExtras withLabels(List<String> names, List<Double> mean, List<Double> std) {
        ObjectNode fields = config.deepCopy();
        ObjectNode labels = fields.putObject("id2label");
        ObjectNode ids = fields.putObject("label2id");
        for (int i = 0; i < names.size(); i++) {
            labels.put(Integer.toString(i), names.get(i));
            ids.put(names.get(i), i);
        }
        Map<String, byte[]> others = new TreeMap<>(files);
        others.put("preprocessor_config.json", Preprocessor.config(shape, mean, std).getBytes(StandardCharsets.UTF_8));
        return new FolderExtras(shape, fields, others, leftOut);
    }

    /** Returns these extras without some files. */
    public FolderExtras without(Set<String> names) {
        Map<String, byte[]> others = new TreeMap<>(files);
        others.keySet().removeAll(names);
        return new FolderExtras(shape, config, others, leftOut);
    }

    /**
     * Returns the text of its {@code config.json}.
     *
     * @param to   shape of the model that the new folder holds
     * @param type type of its weights, if it is to be written into the configuration; otherwise that stays as it is
     */
    public String config(ModelShape to, Optional<TensorType> type) {
        return HuggingFaceConfig.grown(config, shape, to, type);
    }

    /** Adds the files to a folder that is being written for a model of that shape. */
    public void write(AtomicFolder target, ModelShape to) {
        files.forEach((name, contents) -> target.write(name, channel -> {
            ByteBuffer bytes = ByteBuffer.wrap(name.equals(TOKENIZER_CONFIG) ? tokenizerConfig(contents, to) : contents);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }));
    }

    /** A tokenizer that cuts texts at the model's longest sequence does so at the grown model's. */
    private byte[] tokenizerConfig(byte[] contents, ModelShape to) throws IOException {
        if (shape.context() == to.context()) {
            return contents;
        }
        JsonNode tree = new ObjectMapper().readTree(contents);
        if (!(tree instanceof ObjectNode fields) || fields.path(LONGEST).asInt() != shape.context()) {
            return contents;
        }
        return PrettyJson.python(fields.put(LONGEST, to.context())).getBytes(StandardCharsets.UTF_8);
    }
}
