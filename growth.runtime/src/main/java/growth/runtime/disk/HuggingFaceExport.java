package growth.runtime.disk;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelShape;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.formats.folder.AtomicFolder;
import growth.formats.folder.IoReason;
import growth.formats.huggingface.FolderExtras;
import growth.formats.huggingface.HuggingFaceConfig;
import growth.formats.huggingface.ModelFolder;
import growth.formats.safetensors.TensorInfo;
import growth.runtime.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A folder as transformers' {@code save_pretrained} writes it: current names of tensors, a complete configuration, and the other files of
 * the old folder, such as its tokenizer.
 *
 * @param source the model
 * @param order  how it is written
 */
record HuggingFaceExport(ExportSource source, ModelExport order) {
    /** The files that only a run needs. */
    private static final Set<String> OF_RUNS =
            Set.of("state.json", "optimizer.safetensors", Checkpoint.OUTER_MOMENTUM, "run.yaml", CheckpointExporterComponent.PROVENANCE);

    /** The names of the head and the embedding that it may be tied to. */
    private record Tie(String head, String embedding) {
    }

    ExportedModel write(String provenance) {
        ModelShape shape = order.weights().tied().map(tied -> source.shape().toBuilder().tied(tied).build()).orElse(source.shape());
        Map<String, TensorInfo> tensors = tensors(shape);
        List<String> leftOut = new ArrayList<>(source.leftOut());
        List<Path> carried = carried(leftOut);
        List<String> weights;
        try (AtomicFolder target = AtomicFolder.begin(order.to())) {
            weights = ModelFolder.write(target, HuggingFaceConfig.completed(source.folder().resolve(HuggingFaceConfig.FILE), shape,
                    order.weights().type().orElseGet(source::type)), List.copyOf(tensors.values()), this::give,
                    order.weights().largest().orElse(Long.MAX_VALUE));
            carried.forEach(file -> target.writeAt(file.getFileName().toString(), copy -> copy(file, copy)));
            target.write(CheckpointExporterComponent.PROVENANCE, provenance);
            target.commit();
        }
        return new ExportedModel(source.folder(), shape, weights, tensors.values().stream().mapToLong(TensorInfo::bytes).sum(), leftOut,
                source.gateWarnings());
    }

    /** Returns the tensors of the new folder by name, in the order of the old one. */
    private Map<String, TensorInfo> tensors(ModelShape shape) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>(source.tensors());
        if (shape.tied() && !source.shape().tied()) {
            Tie tie = tie(source.shape());
            requireEqual(tie);
            tensors.remove(tie.head());
        } else if (!shape.tied() && source.shape().tied()) {
            Tie tie = tie(shape);
            TensorInfo embedding = tensors.get(tie.embedding());
            tensors.put(tie.head(), new TensorInfo(tie.head(), embedding.type(), embedding.shape()));
        }
        tensors.replaceAll((name, tensor) -> new TensorInfo(name, order.weights().type().orElse(tensor.type()), tensor.shape()));
        return tensors;
    }

    private static Tie tie(ModelShape untied) {
        ParameterLayout layout = ParameterLayout.of(untied);
        return new Tie(layout.find(ParameterRole.HEAD, ParameterSpec.Kind.WEIGHT, NO_LAYER).name(),
                layout.find(ParameterRole.TOKEN_EMBEDDING, ParameterSpec.Kind.WEIGHT, NO_LAYER).name());
    }

    private void requireEqual(Tie tie) {
        Map<String, TensorInfo> tensors = source.tensors();
        source.give(tensors.get(tie.head()), head -> source.give(tensors.get(tie.embedding()), embedding -> {
            if (!head.equals(embedding)) {
                throw new GrowthException(Kind.CHECKPOINT, source.folder() + ": its head '" + tie.head() + "' differs from '"
                        + tie.embedding() + "', so the two cannot be tied");
            }
        }));
    }

    private void give(String name, Consumer<INDArray> writer) {
        Map<String, TensorInfo> tensors = source.tensors();
        source.give(tensors.containsKey(name) ? tensors.get(name)
                : tensors.get(tie(source.shape().toBuilder().tied(false).build()).embedding()), writer);
    }

    /** Returns the files that the new folder has too, and adds the names of others. */
    private List<Path> carried(List<String> leftOut) {
        List<Path> carried = new ArrayList<>();
        try (Stream<Path> entries = Files.list(source.folder())) {
            for (Path entry : entries.sorted().toList()) {
                String name = entry.getFileName().toString();
                if (OF_RUNS.contains(name) || name.equals(HuggingFaceConfig.FILE) || FolderExtras.ownWeights(name)
                        || name.startsWith(".")) {
                    continue;
                }
                if (Files.isRegularFile(entry) && !FolderExtras.otherWeights(name)) {
                    carried.add(entry);
                } else {
                    leftOut.add(Files.isDirectory(entry) ? name + "/" : name);
                }
            }
            return carried;
        } catch (IOException e) {
            throw IoReason.unreadable(Kind.CHECKPOINT, source.folder(), e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
