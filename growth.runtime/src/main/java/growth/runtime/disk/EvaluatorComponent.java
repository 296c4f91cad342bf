package growth.runtime.disk;

import growth.api.data.Batch;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.engine.EngineSession;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Options;
import growth.api.suite.SuiteResult;
import growth.api.training.Classes;
import growth.data.options.TensorOptions;
import growth.formats.huggingface.ModelFolder;
import growth.runtime.checkpoint.ModelLocation;
import growth.runtime.engine.EngineChoice;
import growth.runtime.engine.LeasedEngine;
import growth.runtime.evaluation.LabelBytes;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates with the data sources {@code text}, {@code images} and {@code tensors}. */
@Component
public final class EvaluatorComponent implements Evaluator {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluatorComponent.class);
    private static final String WARNING = "warning: ";
    private final Catalogue catalogue;
    private final EngineChoice engine;
    private final Optional<String> average;

    /** @param catalogue where data sources and engines are found */
    @Activate
    public EvaluatorComponent(@Reference Catalogue catalogue) {
        this(catalogue, EngineChoice.DEFAULT, Optional.empty());
    }

    private EvaluatorComponent(Catalogue catalogue, EngineChoice engine, Optional<String> average) {
        this.catalogue = catalogue;
        this.engine = engine;
        this.average = average;
    }

    @Override
    public Evaluator ofAverage(String decay) {
        return new EvaluatorComponent(catalogue, engine, Optional.of(decay));
    }

    @Override
    public Evaluator on(EngineChoice other) {
        return new EvaluatorComponent(catalogue, other, average);
    }

    @Override
    public Evaluated data(Path checkpoint, DataToEvaluate data, Watch watch) {
        Path folder = ModelLocation.of(checkpoint);
        ModelShape shape = ModelFolder.shape(folder);
        LeasedEngine.require(catalogue, engine);
        return shape.image().isPresent() ? images(folder, shape, data, watch) : text(folder, shape, data, watch);
    }

    private Evaluated text(Path folder, ModelShape shape, DataToEvaluate data, Watch watch) {
        TextToEvaluate text = TextToEvaluate.of(folder, shape, data, watch);
        try (TemporaryFolder cache = TemporaryFolder.create();
                Opened opened = open(TextToEvaluate.SOURCE, Options.of(text.options()).at("--data"), shape, text.context(), cache.path(),
                        watch)) {
            cache.removeIfPossible();
            Dataset dataset = opened.dataset();
            long rows = Math.min(text.rows(), dataset.validationRows());
            List<Batch> batches = dataset.validation(View.full(), rows, data.rows());
            LabelBytes bytes = LabelBytes.of(dataset, shape.family());
            return with(folder, data.rows(), session -> new EvaluationLoop(session, watch, bytes)
                    .run(shape.family(), batches, rows * text.context()));
        }
    }

    private Evaluated images(Path folder, ModelShape shape, DataToEvaluate data, Watch watch) {
        ImagesToEvaluate images = ImagesToEvaluate.of(folder, shape, data);
        try (TemporaryFolder cache = TemporaryFolder.create();
                Opened opened = open(ImagesToEvaluate.SOURCE, Options.of(images.options()).at("--data"), shape, 0, cache.path(), watch)) {
            cache.removeIfPossible();
            Dataset dataset = opened.dataset();
            int[] labels = images.labels(dataset.labelNames(), watch);
            long rows = Math.min(images.rows(), dataset.validationRows());
            List<Batch> batches = dataset.validation(View.full(), rows, data.rows());
            return with(folder, data.rows(), session -> new Classification(session, watch, labels, images.names(),
                    data.top().orElse(Classes.Top.USUAL)).run(shape.family(), batches, rows));
        }
    }

    @Override
    public Evaluated batch(Path checkpoint, BatchToEvaluate batch, Watch watch) {
        Path folder = ModelLocation.of(checkpoint);
        ModelShape shape = ModelFolder.shape(folder);
        Record options = new TensorOptions(batch.file().toAbsolutePath().toString(), Optional.empty(), batch.shiftLabels(),
                Optional.empty(),
                Optional.empty());
        try (Opened data = open("tensors", Options.of(options).at("--batch"), shape, shape.context(), Path.of(""), watch)) {
            List<Batch> only = data.dataset().validation(View.full(), Long.MAX_VALUE, Integer.MAX_VALUE);
            return with(folder, only.get(0).rows(), session -> {
                Evaluated result = new EvaluationLoop(session, watch, LabelBytes.none()).run(shape.family(), only, only.get(0).tokens());
                batch.write().ifPresent(
                        file -> new Answers(session, only.get(0), EvaluationLoop.view(only.get(0)), result.loss()).write(file));
                return result;
            });
        }
    }

    @Override
    public SuiteResult suite(Path checkpoint, SuiteToEvaluate suite, Watch watch) {
        Path folder = ModelLocation.of(checkpoint);
        LeasedEngine.require(catalogue, engine);
        return new SuiteEvaluation(new ModelSession(catalogue, engine, folder, average)).score(suite, watch);
    }

    private <T> T with(Path folder, int rows, Function<EngineSession, T> work) {
        return new ModelSession(catalogue, engine, folder, average).with(rows, work);
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

    private Opened open(String kind, Options options, ModelShape shape, int context, Path cache, Watch watch) {
        Lease<DataSource> source = catalogue.data(kind);
        try {
            int image = shape.image().map(ImageShape::size).orElse(0);
            return new Opened(source, source.get().open(new DataRequest(options, Path.of("").toAbsolutePath(), cache,
                    new DataRequest.Model(shape.family(), image > 0 ? 0 : context, image, shape.vocabulary()), 0,
                            line -> say(line, watch))));
        } catch (RuntimeException | Error e) {
            source.close();
            throw e;
        }
    }

    private static void say(String line, Watch watch) {
        if (line.startsWith(WARNING)) {
            watch.warn(line.substring(WARNING.length()));
        } else {
            LOG.info(line);
        }
    }
}
