package growth.runtime.grow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.GrowthResult;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.Options;
import growth.api.options.ShapeChange;
import growth.api.training.GrowthReport;
import growth.api.training.Progress;
import growth.formats.folder.AtomicFolder;
import growth.formats.huggingface.ModelFolder;
import growth.formats.json.PrettyJson;
import growth.runtime.catalogue.Catalogue;
import growth.runtime.catalogue.Lease;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.ModelLocation;
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
import org.nd4j.linalg.api.buffer.DataType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Grows checkpoints on disk: the parameters alone, since a training that starts from the grown model starts its optimizer afresh. */
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
            try (ModelState state = ModelFolder.read(folder, DataType.FLOAT)) {
                return grow(lease, request, state, folder, to, options);
            }
        }
    }

    private static GrowthReport grow(Lease<GrowthOperator> lease, GrowthRequest request, ModelState state, Path from, Path to,
            List<String> options) {
        GrowthOperator operator = lease.get();
        String name = operator.card().card().name();
        long begin = System.nanoTime();
        GrowthResult result = operator.grow(state, request, new WithoutData(name));
        try (ModelState grown = result.state()) {
            if (!grown.gates().isEmpty()) {
                throw new GrowthException(Kind.CONFIGURATION, "operator " + name
                        + " makes gates that only training opens; use it in a run");
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            long bytes = StateSize.bytes(state) + StateSize.bytes(grown);
            save(to, grown, from, origin(lease, request, from, options));
            return new GrowthReport(name, request.from(), grown.shape(), result.map().description(), operator.preservation(request),
                    Double.NaN,
                    Double.NaN, Double.NaN, Double.NaN, List.of(), Double.NaN, request.optimizerState(), operator.card().learningRate(),
                    seconds, bytes);
        }
    }

    private static String origin(Lease<GrowthOperator> lease, GrowthRequest request, Path from, List<String> options) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("grown_from", from.toString()).put("from", request.from().toString()).put("to", request.to().toString());
        json.put("operator", lease.get().card().card().name()).put("bundle", lease.bundle());
        ArrayNode given = json.putArray("options");
        options.forEach(given::add);
        return PrettyJson.of(json.put("seed", request.seed()));
    }

    private static void save(Path to, ModelState grown, Path from, String origin) {
        try (AtomicFolder target = AtomicFolder.begin(to)) {
            ModelFolder.write(target, grown);
            Path tokenizer = from.resolve(Checkpoint.TOKENIZER);
            if (Files.exists(tokenizer)) {
                target.writeAt(Checkpoint.TOKENIZER, copy -> copy(tokenizer, copy));
            }
            target.write("provenance.json", origin);
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
