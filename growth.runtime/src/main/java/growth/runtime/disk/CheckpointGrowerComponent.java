package growth.runtime.disk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningOperator;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.Options;
import growth.api.training.GrowthReport;
import growth.api.training.PluginOrigin;
import growth.api.training.Progress;
import growth.formats.huggingface.FolderExtras;
import growth.formats.huggingface.ModelFolder;
import growth.formats.huggingface.ModelWeights;
import growth.formats.json.PrettyJson;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.CheckpointAverages;
import growth.runtime.checkpoint.ModelLocation;
import growth.runtime.config.PluginOptions;
import growth.runtime.disk.GrownCheckpoint.LogitChange;
import growth.runtime.engine.EngineChoice;
import growth.runtime.engine.LeasedEngine;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import growth.runtime.prepare.LeasedOperator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.LoggerFactory;

/**
 * Grows checkpoints on disk: the parameters alone, since a training that starts from the grown model starts its optimizer afresh. Models
 * grow tensor by tensor, so that they may be larger than memory.
 */
@Component
public final class CheckpointGrowerComponent implements CheckpointGrower {
    /** Bytes per parameter: as read and as the engine holds it, with room for activations. */
    private static final long BYTES_TO_MEASURE = 3L * Float.BYTES;
    private final Catalogue catalogue;
    private final EngineChoice engine;

    /** @param catalogue where operators and engines are found */
    @Activate
    public CheckpointGrowerComponent(@Reference Catalogue catalogue) {
        this(catalogue, EngineChoice.DEFAULT);
    }

    private CheckpointGrowerComponent(Catalogue catalogue, EngineChoice engine) {
        this.catalogue = catalogue;
        this.engine = engine;
    }

    @Override
    public CheckpointGrower on(EngineChoice other) {
        return new CheckpointGrowerComponent(catalogue, other);
    }

    @Override
    public GrownCheckpoint grow(CheckpointGrowth order) {
        if (Files.exists(order.to())) {
            throw new GrowthException(Kind.CONFIGURATION, order.to() + ": already exists; choose another folder with --to");
        }
        Path folder = ModelLocation.of(order.from());
        if (!engine.equals(EngineChoice.DEFAULT)) {
            LeasedEngine.require(catalogue, engine);
        }
        ModelShape small = ModelFolder.shape(folder);
        ModelShape large = order.shape().applyTo(small);
        if (large.equals(small)) {
            throw new GrowthException(Kind.CONFIGURATION, folder + " is " + small + " already; use --shape to say what to enlarge");
        }
        try (Lease<GrowthOperator> lease = catalogue.operator(order.operator())) {
            Options bound = PluginOptions.of(lease.get().card().card(), order.options());
            GrowthRequest request = new GrowthRequest(small, large, bound, OptimizerStatePolicy.RESET, order.seed());
            LeasedOperator operator = new LeasedOperator(lease.get(), lease.origin(), bound, request.optimizerState(),
                    lease.get().card().learningRate(), "operator " + order.operator());
            Job job = new Job(operator, request, plan(operator, request), folder, order, FolderExtras.of(folder));
            try (ModelWeights weights = ModelWeights.open(folder); CheckpointAverages averages = CheckpointAverages.open(folder)) {
                return measured(job, grow(job, weights, averages));
            }
        }
    }

    private static GrowthPlan plan(LeasedOperator operator, GrowthRequest request) {
        GrowthPlan plan = operator.plan(request);
        if (operator.operator() instanceof LearningOperator) {
            throw new GrowthException(Kind.CONFIGURATION, operator.place() + " learns from data, and a checkpoint on disk has none; use it"
                    + " in a run: growth train");
        }
        if (!plan.ramps().isEmpty()) {
            throw new GrowthException(Kind.CONFIGURATION, operator.place() + " makes gates that only training opens; use it in a run");
        }
        return plan;
    }

    /** Measures the effect of the growth. A failure to measure does not undo a growth that is on disk. */
    private GrownCheckpoint measured(Job job, Grown grown) {
        Optional<LogitChange> change = Optional.empty();
        String reason = FreeMemory.lacks(BYTES_TO_MEASURE * grown.report().change().to().parameterCount());
        if (reason.isEmpty()) {
            try {
                change = Optional.of(new LogitMeasurement(catalogue, engine).between(job.from(), job.order().to(), job.request().from(),
                        job.order().seed()));
            } catch (RuntimeException | OutOfMemoryError e) {
                LoggerFactory.getLogger(CheckpointGrowerComponent.class).debug("logits cannot be measured", e);
                reason = String.valueOf(e.getMessage());
            }
        }
        GrownFolder folder = grown.folder();
        return new GrownCheckpoint(grown.report(), folder.mainType(), change, reason, folder.carried(), folder.leftOut(),
                grown.seconds());
    }

    /** The result, its folder, and what both took. */
    private record Grown(GrowthReport report, GrownFolder folder, double seconds) {
    }

    /** The order: what to grow, how, and into which folder. */
    private record Job(LeasedOperator operator, GrowthRequest request, GrowthPlan plan, Path from, CheckpointGrowth order,
            FolderExtras extras) {
        GrowthReport report(StreamedGrowth growth) {
            return new GrowthReport(new GrowthReport.Change(operator.operator().card().card().name(), operator.origin(), request.from(),
                    plan.map().to(), plan.map().description(), plan.preservation(), plan.parting()), GrowthReport.Effect.UNKNOWN,
                    new GrowthReport.Policies(request.optimizerState(), operator.learningRate(), Trainable.ALL),
                    new GrowthReport.Cost(growth.seconds(), growth.mostBytes(), true));
        }
    }

    private static Grown grow(Job job, ModelWeights weights, CheckpointAverages averages) {
        long begin = System.nanoTime();
        Optional<String> average = job.plan().source().among(averages.names());
        BiConsumer<String, INDArray> values = average.<BiConsumer<String, INDArray>>map(
                name -> (parameter, into) -> averages.read(name, parameter, into)).orElse(weights::read);
        try (StreamedGrowth growth = new StreamedGrowth(weights, values, job.plan(), job.request().seed())) {
            GrownFolder folder = new GrownFolder(job.extras(), weights, job.plan().map(), job.request().seed(), job.order().type());
            folder.save(job.order().to(), growth::give, origin(job));
            return new Grown(job.report(growth), folder, (System.nanoTime() - begin) / 1e9);
        }
    }

    private static String origin(Job job) {
        GrowthRequest request = job.request();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("grown_from", job.from().toString()).put("from", request.from().toString()).put("to", request.to().toString());
        PluginOrigin origin = job.operator().origin();
        json.put("operator", job.operator().operator().card().card().name()).put("bundle", origin.bundle()).put("version", origin.version())
                .put("sha256", origin.sha256());
        ArrayNode given = json.putArray("options");
        job.order().options().forEach(given::add);
        return PrettyJson.of(json.put("seed", request.seed()));
    }

    @Override
    public Map<String, String> describe(Path folder) {
        Path model = ModelLocation.of(folder);
        ModelShape shape = ModelFolder.shape(model);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("folder", model.toString());
        facts.put("shape", shape.toString());
        facts.put("parameters", Long.toString(shape.parameterCount()));
        facts.put("tokenizer", Files.exists(model.resolve(Checkpoint.TOKENIZER)) ? Checkpoint.TOKENIZER : "none");
        ModelLocation.run(model).ifPresent(run -> {
            Progress progress = run.progress();
            facts.put("step", Long.toString(progress.step()));
            facts.put("tokens", Long.toString(progress.tokens()));
            facts.put("flops", Double.toString(progress.flops()));
            facts.put("training loss", Double.toString(progress.loss()));
            progress.validationLoss().ifPresent(loss -> facts.put("validation loss", Double.toString(loss)));
        });
        return facts;
    }
}
