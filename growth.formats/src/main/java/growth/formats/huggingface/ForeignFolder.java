package growth.formats.huggingface;

import growth.formats.folder.ForeignBytes;
import growth.formats.folder.NearestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Explains paths that are no model folder: an adapter, weights of other software, an incomplete download. */
final class ForeignFolder {
    private static final String CONVERT = "load it with transformers' from_pretrained and save it with save_pretrained, which writes "
            + WeightFiles.SINGLE;
    private static final String NEEDED = "a model folder holds " + HuggingFaceConfig.FILE + " and " + WeightFiles.SINGLE;
    /** In the order in which they are looked for. */
    private static final List<Kind> KINDS = List.of(
            new Kind("adapter_config\\.json|adapter_model\\..*", "is an adapter (LoRA), which is no model without its base model;"
                    + " merge the two in Python (peft's merge_and_unload) and save_pretrained the result"),
            new Kind("pytorch_model.*\\.bin(\\.index\\.json)?|.*\\.bin", "is PyTorch's format, which may run code when it is"
                    + " read; " + CONVERT),
            new Kind("consolidated.*|params\\.json|.*\\.pth", "is Meta's or plain PyTorch's format; convert it with transformers'"
                    + " conversion script of the model, or take the model's Hugging Face folder"),
            new Kind(".*\\.gguf|.*\\.ggml", "is llama.cpp's format; take the Hugging Face folder it was made from"),
            new Kind("tf_model.*|.*\\.h5|.*\\.ckpt(\\..*)?|saved_model\\.pb", "is TensorFlow's format; load it with transformers'"
                    + " from_pretrained(…, from_tf=True) and save it with save_pretrained"),
            new Kind("flax_model.*|.*\\.msgpack", "is Flax's format; load it with transformers' from_pretrained(…, from_flax=True) and save"
                    + " it with save_pretrained"),
            new Kind(".*\\.onnx(_data)?", "is an ONNX graph for inference; take the model it was exported from"),
            new Kind(".*\\.(pt|ckpt|pkl|npz|ot|mlmodel|tflite)", "is another software's format; " + CONVERT));

    private record Kind(Pattern names, String explanation) {
        Kind(String names, String explanation) {
            this(Pattern.compile(names), explanation);
        }

        boolean holds(String name) {
            return names.matcher(name).matches();
        }
    }

    private ForeignFolder() {
    }

    /** Explains a path that is no folder, and what would be right. */
    static String file(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            String hint = NearestFile.hint(path);
            return "there is no such folder" + (hint.isEmpty() ? "; " + NEEDED : hint);
        }
        String name = path.getFileName().toString();
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            return "is a link to " + target(path) + ", which is missing";
        }
        if (name.equals(HuggingFaceConfig.FILE) || name.endsWith(".safetensors") || name.endsWith(".index.json")) {
            return "is a file, not a folder; name the folder it lies in, " + path.toAbsolutePath().getParent();
        }
        return "is a file, not a folder; " + ForeignBytes.explain(path).map(words -> "it " + words)
                .or(() -> kind(name).map(words -> "it " + words)).orElse(NEEDED);
    }

    /** Explains a folder that lacks a file, and what to do; {@code has no config.json …} if nobody knows. */
    static String lacking(Path folder, String missing) {
        Path file = folder.resolve(missing);
        if (Files.isSymbolicLink(file)) {
            return "its " + missing + " is a link to " + target(file) + ", which is missing: the download is not complete";
        }
        List<String> names = names(folder);
        Optional<String> inside = inside(folder, names);
        if (inside.isPresent()) {
            return "has no " + missing + "; the model is in " + inside.get();
        }
        for (Kind kind : KINDS) {
            Optional<String> name = names.stream().filter(kind::holds).findFirst();
            if (name.isPresent()) {
                return "has no " + missing + ", but " + name.get() + ": that " + kind.explanation();
            }
        }
        Optional<String> shard = names.stream().filter(name -> name.endsWith(".safetensors")).findFirst();
        return "has no " + missing + shard.filter(s -> !missing.equals(HuggingFaceConfig.FILE)).map(name -> ", but " + name + (name.matches(
                ".*-of-\\d+\\.safetensors") ? ": the parts of a model need their " + WeightFiles.INDEX
                        : ": if that is the model, call it " + WeightFiles.SINGLE))
                .orElse("; " + NEEDED);
    }

    private static Optional<String> kind(String name) {
        return KINDS.stream().filter(kind -> kind.holds(name.toLowerCase(Locale.ROOT))).map(Kind::explanation).findFirst();
    }

    /** Returns the folder inside that holds a model, such as a snapshot of Hugging Face's cache. */
    private static Optional<String> inside(Path folder, List<String> names) {
        Predicate<Path> model = path -> Files.exists(path.resolve(HuggingFaceConfig.FILE));
        List<Path> deeper = names.stream().map(folder::resolve).filter(Files::isDirectory)
                .flatMap(path -> Stream.concat(Stream.of(path), names(path).stream().map(path::resolve))).filter(model).toList();
        return deeper.stream().findFirst().map(Path::toString);
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> entries = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "another file";
        }
    }
}
