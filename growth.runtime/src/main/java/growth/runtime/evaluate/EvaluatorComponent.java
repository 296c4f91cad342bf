package growth.runtime.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Batch;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.EngineSession.Evaluation;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.options.Options;
import growth.formats.huggingface.ModelFolder;
import growth.runtime.catalogue.Catalogue;
import growth.runtime.catalogue.Lease;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.ModelLocation;
import growth.runtime.options.PluginOptions;
import growth.runtime.train.Evaluator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates with the data sources {@code text} and {@code tensors}, on the engine {@code cpu}. */
@Component
public final class EvaluatorComponent implements Evaluator {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluatorComponent.class);
    private static final String ENGINE = "cpu";
    private static final String TEXT = "text";
    private static final String TENSORS = "tensors";
    private final Catalogue catalogue;

    /** @param catalogue where data sources and engines are found */
    @Activate
    public EvaluatorComponent(@Reference Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Evaluated text(Path checkpoint, List<Path> files, int batch, Optional<Integer> batches) {
        Path folder = ModelLocation.of(checkpoint);
        ModelShape shape = ModelFolder.shape(folder);
        if (shape.image().isPresent()) {
            throw new GrowthException(Kind.CONFIGURATION, folder + ": " + shape.family().id()
                    + " sees images, so text has no loss under it; evaluate it on a batch");
        }
        Path tokenizer = folder.resolve(Checkpoint.TOKENIZER);
        if (!Files.exists(tokenizer)) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": has no " + Checkpoint.TOKENIZER
                    + ", so text cannot be turned into its token ids");
        }
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        files.forEach(file -> names.add(file.toAbsolutePath().toString()));
        List<String> options = List.of("valid=" + names, "tokenizer.kind=file", "tokenizer.path="
                + TextNode.valueOf(tokenizer.toAbsolutePath().toString()));
        try (TemporaryFolder cache = TemporaryFolder.create();
                Opened data = open(TEXT, "--data", options, shape, cache.path())) {
            List<Batch> all = data.dataset().validation(View.full(),
                    batches.map(most -> (long) most * batch).orElse(Long.MAX_VALUE), batch);
            if (all.isEmpty()) {
                throw new GrowthException(Kind.DATA, files + ": shorter than one window of " + (shape.context() + 1)
                        + " tokens; give more text");
            }
            return evaluate(folder, shape, all, batch, Optional.empty());
        }
    }

    @Override
    public Evaluated batch(Path checkpoint, Path batch, Optional<Path> write) {
        Path folder = ModelLocation.of(checkpoint);
        ModelShape shape = ModelFolder.shape(folder);
        List<String> options = List.of("train=" + TextNode.valueOf(batch.toAbsolutePath().toString()));
        try (Opened data = open(TENSORS, "--batch", options, shape, Path.of(""))) {
            List<Batch> only = data.dataset().validation(View.full(), Long.MAX_VALUE, Integer.MAX_VALUE);
            return evaluate(folder, shape, only, only.get(0).rows(), write);
        }
    }

    /** @param batches taken one after the other, so that a dataset may make them one by one */
    private Evaluated evaluate(Path folder, ModelShape shape, List<Batch> batches, int rows, Optional<Path> write) {
        try (Lease<Engine> engine = catalogue.engine(ENGINE);
                ModelState model = ModelFolder.read(folder, DataType.FLOAT);
                EngineSession session = engine.get().open(model, new EngineOptions(0, rows, 0))) {
            long begin = System.nanoTime();
            double sum = 0;
            long scored = 0;
            long correct = 0;
            long tokens = 0;
            for (Batch batch : batches) {
                View view = view(batch);
                Evaluation one = session.evaluate(batch, view);
                sum += one.scored() > 0 ? one.loss() * one.scored() : 0;
                scored += one.scored();
                correct += one.correct();
                tokens += batch.tokens();
                write.ifPresent(file -> new Answers(session, batch, view, one.loss()).write(file));
            }
            return new Evaluated(shape.family(), sum / scored, scored, correct, tokens, (System.nanoTime() - begin) / 1e9);
        }
    }

    private static View view(Batch batch) {
        return batch instanceof Batch.Tokens tokens ? View.full().withSequence(tokens.sequence())
                : View.full().withResolution(((Batch.Images) batch).size());
    }

    /** A dataset and the lease on where it comes from. */
    private record Opened(Lease<DataSource> source, Dataset dataset) implements AutoCloseable {
        @Override
        public void close() {
            try (source) {
                dataset.close();
            }
        }
    }

    private Opened open(String kind, String argument, List<String> pairs, ModelShape shape, Path cache) {
        Lease<DataSource> source = catalogue.data(kind);
        try {
            Options options = PluginOptions.at(argument, source.get().card(), pairs);
            int image = shape.image().map(ImageShape::size).orElse(0);
            return new Opened(source, source.get().open(new DataRequest(options, Path.of("").toAbsolutePath(), cache, shape.family(),
                    image > 0 ? 0 : shape.context(), image, 0, LOG::info)));
        } catch (RuntimeException | Error e) {
            source.close();
            throw e;
        }
    }
}
