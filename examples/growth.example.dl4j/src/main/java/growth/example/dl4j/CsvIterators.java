package growth.example.dl4j;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.IteratorFactory;
import growth.api.data.IteratorName;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.osgi.service.component.annotations.Component;

/**
 * Rows of CSV files, by DataVec's {@link CSVRecordReader} and Deeplearning4j's {@link RecordReaderDataSetIterator}: pixels and a label for
 * models of images, or token numbers for models of text.
 */
@IteratorName("csv")
@Component(service = IteratorFactory.class)
public final class CsvIterators implements IteratorFactory {
    private static final Set<String> SETTINGS = Set.of("labels", "label", "batch", "skip-lines", "delimiter", "scale");

    @Override
    public DataSetIterator open(Request request) {
        request.settings().keySet().stream().filter(name -> !SETTINGS.contains(name)).findFirst().ifPresent(unknown -> {
            throw refuse("iterator 'csv' has no setting '" + unknown + "'; it has "
                    + String.join(", ", SETTINGS.stream().sorted().toList()));
        });
        if (request.files().isEmpty()) {
            throw refuse("iterator 'csv' reads files; name them in data.train and data.valid");
        }
        RecordReader reader = new CSVRecordReader(number(request, "skip-lines", 0), request.setting("delimiter").orElse(",").charAt(0));
        try {
            reader.initialize(new CollectionInputSplit(request.files().stream().map(Path::toFile).map(File::toURI).toArray(URI[]::new)));
        } catch (IOException e) {
            throw new GrowthException(Kind.DATA, request.files() + " cannot be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        // without labels, the whole row is features, and the column of the label, -1, is the last one with them
        int labels = number(request, "labels", -1);
        DataSetIterator rows = new RecordReaderDataSetIterator(reader, number(request, "batch", 64), number(request, "label", -1), labels);
        List<String> scale = request.settings().getOrDefault("scale", List.of());
        if (!scale.isEmpty()) {
            rows.setPreProcessor(new ImagePreProcessingScaler(Double.parseDouble(scale.get(0)), Double.parseDouble(scale.get(1))));
        }
        return rows;
    }

    private static int number(Request request, String setting, int otherwise) {
        try {
            return request.setting(setting).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw refuse("setting '" + setting + "' of iterator 'csv' is a whole number, not '" + request.setting(setting).get() + "'");
        }
    }

    private static GrowthException refuse(String message) {
        return new GrowthException(Kind.CONFIGURATION, message);
    }
}
