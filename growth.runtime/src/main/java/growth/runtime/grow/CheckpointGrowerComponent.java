package growth.runtime.grow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.algebra.GrowthMap;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.model.Trainable;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.GrowthResult;
import growth.api.operator.MappedOperator;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.Options;
import growth.api.options.ShapeChange;
import growth.api.training.GrowthReport;
import growth.api.training.PluginOrigin;
import growth.api.training.Progress;
import growth.formats.folder.AtomicFolder;
import growth.formats.huggingface.ModelFolder;
import growth.formats.huggingface.ModelWeights;
import growth.formats.json.PrettyJson;
import growth.runtime.catalogue.Catalogue;
import growth.runtime.catalogue.Lease;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.ModelLocation;
import growth.runtime.guard.MapAlone;
import growth.runtime.options.PluginOptions;
import growth.runtime.train.CheckpointGrower;
import growth.runtime.train.StateSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Grows checkpoints on disk: the parameters alone, since a training that starts from the grown model starts its optimizer afresh. Operators
 * that are nothing but a map grow tensor by tensor, so that the model may be larger than memory.
 */
@Component
public final class CheckpointGrowerComponent implements CheckpointGrower {
    private final Catalogue catalogue;

    /** @param catalogue where operators are found */
    @Activate
    public CheckpointGrowerComponent(@Reference Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public GrowthReport grow(Path from, Path to, String operator, ShapeChange shape, List<String> options, long seed) {
        if (Files.exists(to)) {
            throw new GrowthException(Kind.CONFIGURATION, to + ": exists already; choose another folder with --to");
        }
        Path folder = ModelLocation.of(from);
        ModelShape small = ModelFolder.shape(folder);
        ModelShape large = shape.applyTo(small);
        if (large.equals(small)) {
            throw new GrowthException(Kind.CONFIGURATION, folder + " is " + small + " already; say with --shape what shall be larger");
        }
        try (Lease<GrowthOperator> lease = catalogue.operator(operator)) {
            Options bound = PluginOptions.of(lease.get().card().card(), options);
            GrowthRequest request = new GrowthRequest(small, large, bound, OptimizerStatePolicy.RESET, seed);
            lease.get().check(request);
            Job job = new Job(lease, request, folder, to, options);
            try (ModelWeights weights = ModelWeights.open(folder)) {
                return MapAlone.is(lease.get()) ? stream(job, (MappedOperator) lease.get(), weights) : grow(job, weights);
            }
        }
    }

    /** What shall be grown, how, and into which folder. */
    private record Job(Lease<GrowthOperator> lease, GrowthRequest request, Path from, Path to, List<String> options) {
        GrowthReport report(GrowthMap map, double seconds, long bytes, boolean tensorByTensor) {
            GrowthOperator operator = lease.get();
            return new GrowthReport(operator.card().card().name(), request.from(), map.to(), map.description(),
                    operator.preservation(request), Double.NaN, Double.NaN, Double.NaN, Double.NaN, List.of(), Double.NaN,
                    request.optimizerState(), operator.card().learningRate(), seconds, bytes, tensorByTensor, Trainable.ALL,
                    lease.origin());
        }
    }

    private static GrowthReport stream(Job job, MappedOperator operator, ModelWeights weights) {
        GrowthMap map = operator.map(job.request());
        StreamedGrowth growth = new StreamedGrowth(weights, map, job.request().seed());
        save(job, growth::write);
        return job.report(map, growth.seconds(), growth.mostBytes(), true);
    }

    /** An operator that is more than a map gets the whole model, and both models are in memory. */
    private static GrowthReport grow(Job job, ModelWeights weights) {
        GrowthOperator operator = job.lease().get();
        String name = operator.card().card().name();
        WithoutData context = new WithoutData(name);
        context.log("it is more than a map of each tensor, so both models are held in memory");
        try (ModelState state = read(weights)) {
            long begin = System.nanoTime();
            GrowthResult result = operator.grow(state, job.request(), context);
            try (ModelState grown = result.state()) {
                if (!grown.gates().isEmpty()) {
                    throw new GrowthException(Kind.CONFIGURATION, "operator " + name
                            + " makes gates that only training opens; use it in a run");
                }
                double seconds = (System.nanoTime() - begin) / 1e9;
                Map<String, ParameterSpec> specs = ParameterLayout.of(grown.shape()).byName();
                save(job, target -> ModelFolder.write(target, grown.shape(), weights.type(),
                        parameter -> StreamedGrowth.type(weights, result.map(), specs.get(parameter)),
                        (parameter, writer) -> writer.accept(grown.parameters().get(parameter))));
                return job.report(result.map(), seconds, StateSize.bytes(state) + StateSize.bytes(grown), false);
            }
        }
    }

    private static ModelState read(ModelWeights weights) {
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        try {
            weights.parameters().forEach(name -> parameters.put(name, weights.read(name, StreamedGrowth.arrays(weights.type()))));
            return ModelState.of(weights.shape(), parameters);
        } catch (RuntimeException | Error e) {
            parameters.values().forEach(INDArray::close);
            throw e;
        }
    }

    private static String origin(Job job) {
        GrowthRequest request = job.request();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("grown_from", job.from().toString()).put("from", request.from().toString()).put("to", request.to().toString());
        PluginOrigin origin = job.lease().origin();
        json.put("operator", job.lease().get().card().card().name()).put("bundle", origin.bundle()).put("version", origin.version())
                .put("sha256", origin.sha256());
        ArrayNode given = json.putArray("options");
        job.options().forEach(given::add);
        return PrettyJson.of(json.put("seed", request.seed()));
    }

    private static void save(Job job, Consumer<AtomicFolder> model) {
        try (AtomicFolder target = AtomicFolder.begin(job.to())) {
            model.accept(target);
            Path tokenizer = job.from().resolve(Checkpoint.TOKENIZER);
            if (Files.exists(tokenizer)) {
                target.writeAt(Checkpoint.TOKENIZER, copy -> copy(tokenizer, copy));
            }
            target.write("provenance.json", origin(job));
            target.commit();
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
