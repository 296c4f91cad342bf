package growth.formats.samediff;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs in a process of its own, with ND4J on its class path and nothing else: loads {@code model.fb} of each folder in a folder, and writes
 * the logits for each folder of inputs inside. Then it runs a program of the documentation.
 */
public final class StockRunner {
    private StockRunner() {
    }

    public static void main(String[] args) throws Exception {
        try {
            Class.forName("growth.formats.samediff.SameDiffFile");
            throw new IllegalStateException("this process sees the framework");
        } catch (ClassNotFoundException expected) {
            System.out.println("alone with ND4J " + SameDiff.class.getPackage().getImplementationVersion());
        }
        for (Path model : folders(Path.of(args[0]))) {
            SameDiff graph = SameDiff.load(model.resolve("model.fb").toFile(), true);
            for (Path inputs : folders(model)) {
                Map<String, INDArray> placeholders = new HashMap<>();
                for (File file : inputs.toFile().listFiles()) {
                    placeholders.put(file.getName().replace(".npy", ""), Nd4j.createFromNpyFile(file));
                }
                INDArray logits = graph.output(placeholders, "logits").get("logits");
                Nd4j.writeAsNumpy(logits, inputs.resolve("logits.npy").toFile());
            }
        }
        Class.forName(args[1]).getMethod("main", String[].class).invoke(null, (Object) new String[] {args[2]});
    }

    private static List<Path> folders(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }
}
