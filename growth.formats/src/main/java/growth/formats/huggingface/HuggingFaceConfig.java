package growth.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.formats.json.JsonFields;
import growth.formats.json.PrettyJson;
import growth.formats.safetensors.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Model shapes as transformers' {@code config.json}. Fields that do not change what the model computes are ignored on reading. */
public final class HuggingFaceConfig {
    /** The file's name in a model folder. */
    public static final String FILE = "config.json";
    private static final String TIED = "tie_word_embeddings";
    /** Fields of which a model's function is independent, or which another folder's tokenizer decides. */
    private static final Pattern NOT_DECISIVE = Pattern.compile(
            ".*_token_id|.*drop.*|.*_pdrop|initializer_range|use_cache|pretraining_tp|n_ctx|encoder_stride|reorder_and_upcast_attn");

    private HuggingFaceConfig() {
    }

    /**
     * Returns the shape of the model it describes.
     *
     * @param file a {@code config.json}
     * @throws GrowthException (CHECKPOINT) with file and line, if it is none or describes a model that no engine here computes
     */
    public static ModelShape read(Path file) {
        JsonFields fields = JsonFields.read(file, Kind.CHECKPOINT);
        if (!fields.has("model_type")) {
            throw fields.refuse("model_type is missing" + (fields.has("pretrained_cfg") || fields.has("architecture")
                    ? "; this is timm's configuration: convert the model to transformers' ViTForImageClassification and save_pretrained it"
                    : "; it names the family: " + families()));
        }
        String type = fields.text("model_type");
        Family family = Family.of(type).orElseThrow(() -> fields.refuse("model_type", "'" + type + "' is not supported; "
                + families() + " are"));
        Unsupported.quantized(fields);
        try {
            ModelShape shape = of(family).read(fields);
            new ForeignFields(fields, shape, of(family)).check();
            return shape;
        } catch (ArithmeticException e) {
            throw fields.refuse("the sizes are too large");
        } catch (GrowthException e) {
            // sizes that do not fit together are complained of by the shape, which does not know the file
            throw e.kind() == Kind.CHECKPOINT ? e : new GrowthException(Kind.CHECKPOINT, file + ": " + e.getMessage(), e);
        }
    }

    private static String families() {
        return Arrays.stream(Family.values()).map(Family::id).collect(Collectors.joining(", "));
    }

    /**
     * Returns the text of a {@code config.json}, its fields in alphabetical order as transformers writes them.
     *
     * @param type type of the weights, F32 or another of the floating-point types
     */
    public static String write(ModelShape shape, TensorType type) {
        return PrettyJson.python(fields(shape, type));
    }

    /** Returns the configuration as fields. */
    static ObjectNode fields(ModelShape shape, TensorType type) {
        FamilyConfig config = of(shape.family());
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.putArray("architectures").add(config.architecture());
        fields.put("model_type", shape.family().id()).put("torch_dtype", torchName(type));
        if (shape.vocabulary() > 0) {
            // left out, they would default to ids that mean something else in another tokenizer
            fields.putNull("bos_token_id").putNull("eos_token_id").putNull("pad_token_id");
        }
        config.write(shape, fields);
        Map<String, JsonNode> sorted = new TreeMap<>();
        fields.fields().forEachRemaining(field -> sorted.put(field.getKey(), field.getValue()));
        return JsonNodeFactory.instance.objectNode().setAll(sorted);
    }

    /**
     * Returns the configuration of the grown model: the same fields except for what the growth changes.
     *
     * @param fields the configuration of a smaller model, which stays as it is
     * @param from   that model's shape
     * @param to     the grown one's
     * @param type   type of the grown weights, if the configuration shall say it
     */
    static String grown(ObjectNode fields, ModelShape from, ModelShape to, Optional<TensorType> type) {
        ObjectNode grown = fields.deepCopy();
        of(to.family()).grow(grown, from, to);
        ForeignFields.grow(grown, from, to);
        LayerLists.grow(grown, from.layers(), to.layers());
        type.ifPresent(t -> List.of("torch_dtype", "dtype").stream().filter(grown::has).forEach(name -> grown.put(name, torchName(t))));
        return PrettyJson.python(grown);
    }

    /**
     * Returns the text of a configuration that says everything that decides what the model computes: the fields of a file as they are, the
     * type of the weights, and what the file leaves to a default. Token ids and what only training knows, such as dropout, are not added.
     *
     * @param file  a {@code config.json}
     * @param shape what it describes, but for a head that is tied or untied
     * @param type  type of the weights
     */
    public static String completed(Path file, ModelShape shape, TensorType type) {
        ObjectNode fields = JsonFields.read(file, Kind.CHECKPOINT).object().deepCopy();
        fields(shape, type).fields().forEachRemaining(field -> {
            boolean decides = !NOT_DECISIVE.matcher(field.getKey()).matches();
            if (decides && !fields.has(field.getKey()) && !(field.getKey().equals("torch_dtype") && fields.has("dtype"))) {
                fields.set(field.getKey(), field.getValue());
            }
        });
        List.of("torch_dtype", "dtype").stream().filter(fields::has).forEach(name -> fields.put(name, torchName(type)));
        if (fields.path(TIED).asBoolean(shape.tied()) != shape.tied()) {
            fields.put(TIED, shape.tied());
        }
        return PrettyJson.python(fields);
    }

    private static String torchName(TensorType type) {
        return switch (type) {
            case F64 -> "float64";
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            default -> throw new IllegalArgumentException("weights are not " + type);
        };
    }

    /** Returns the class of transformers that reads the family's folders. */
    static String architecture(Family family) {
        return of(family).architecture();
    }

    private static FamilyConfig of(Family family) {
        return switch (family) {
            case LLAMA -> new LlamaConfig();
            case GPT2 -> new Gpt2Config();
            case BERT -> new BertConfig();
            case VIT -> new VitConfig();
        };
    }

    /** Lists of a configuration that have an entry per layer, such as {@code layer_types}. */
    static final class LayerLists {
        private static final Pattern NAME = Pattern.compile("(^|.*_)(layers?|blocks?)(_.*|$)");

        private LayerLists() {
        }

        /** Gives the lists of a smaller model an entry for each layer of the grown one: the entry of the layer in its place. */
        static void grow(ObjectNode fields, int from, int to) {
            if (from == to) {
                return;
            }
            List<String> names = new ArrayList<>();
            fields.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode list = fields.get(name);
                if (NAME.matcher(name).matches() && list.isArray() && list.size() == from && !indices(list)) {
                    ArrayNode grown = fields.putArray(name);
                    for (int i = 0; i < to; i++) {
                        grown.add(list.get((int) ((long) i * from / to)));
                    }
                }
            }
        }

        /** Returns whether the list names layers by ascending numbers, so that its length matches the model's only by chance. */
        private static boolean indices(JsonNode list) {
            for (int i = 0; i < list.size(); i++) {
                if (!list.get(i).isIntegralNumber() || i > 0 && list.get(i).asLong() <= list.get(i - 1).asLong()) {
                    return false;
                }
            }
            return true;
        }
    }
}
