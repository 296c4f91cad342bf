package growth.runtime.disk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.json.PrettyJson;
import growth.runtime.checkpoint.ModelLocation;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** Writes a model in the format that is asked for, tensor by tensor where the format allows it. */
@Component
public final class CheckpointExporterComponent implements CheckpointExporter {
    static final String PROVENANCE = "provenance.json";

    @Override
    public ExportedModel export(ModelExport order) {
        if (Files.exists(order.to(), LinkOption.NOFOLLOW_LINKS)) {
            throw new GrowthException(Kind.CONFIGURATION, order.to() + ": already exists; choose another "
                    + (order.format() == ExportFormat.SAMEDIFF ? "file" : "folder") + " with --to");
        }
        Path folder = ModelLocation.of(order.from());
        ObjectNode origin = JsonNodeFactory.instance.objectNode().put("exported_from", folder.toString());
        order.average().ifPresent(decay -> origin.put("average", decay));
        try (ExportSource source = ExportSource.open(folder, order.average())) {
            return switch (order.format()) {
                case HF -> new HuggingFaceExport(source, order).write(PrettyJson.of(origin));
                case NPY -> new NpyExport(source, order).write(origin);
                case SAMEDIFF -> new SameDiffExport(source, order.to()).write();
            };
        }
    }
}
