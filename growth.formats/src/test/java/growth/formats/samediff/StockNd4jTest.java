package growth.formats.samediff;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.reference.RandomModels;
import growth.reference.ReferenceModel;
import growth.reference.SmallShapes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Files that a process loads which has ND4J and none of our classes, and the program of the documentation. */
class StockNd4jTest {
    private static final Path PAGE = Path.of("../docs/export.md");

    @TempDir
    Path temp;

    @Test
    void anotherProcessReadsTheFilesAndAnswersAsTheReference() throws Exception {
        String classPath = StockNd4j.classPath();
        Path classes = classes(classPath);
        List<ModelShape> shapes = SameDiffModelTest.shapes();
        Path models = temp.resolve("models");
        for (int i = 0; i < shapes.size(); i++) {
            ModelState state = RandomModels.model(shapes.get(i), i);
            Path folder = Files.createDirectories(models.resolve(Integer.toString(i)));
            Files.write(folder.resolve("model.fb"), SameDiffModelTest.saved(state));
            writeInputs(folder, shapes.get(i));
        }

        String said = run(classPath + File.pathSeparator + classes, models.toString(), "NextToken",
                models.resolve("0/model.fb").toString());

        for (int i = 0; i < shapes.size(); i++) {
            List<Batch> batches = SameDiffModelTest.batches(shapes.get(i));
            ReferenceModel reference = ReferenceModel.of(RandomModels.model(shapes.get(i), i));
            for (int j = 0; j < batches.size(); j++) {
                INDArray logits = Nd4j.createFromNpyFile(models.resolve(i + "/" + j + "/logits.npy").toFile());
                SameDiffModelTest.compare(logits, reference.logits(batches.get(j), View.full(), Gates.none()));
            }
        }
        assertThat(said).contains("alone with ND4J").contains(Arrays.toString(nextTokens()));
    }

    private static void writeInputs(Path folder, ModelShape shape) throws IOException {
        List<Batch> batches = SameDiffModelTest.batches(shape);
        for (int j = 0; j < batches.size(); j++) {
            Path inputs = Files.createDirectories(folder.resolve(Integer.toString(j)));
            for (Map.Entry<String, INDArray> input : Inputs.of(shape, batches.get(j)).entrySet()) {
                Nd4j.writeAsNumpy(input.getValue(), inputs.resolve(input.getKey() + ".npy").toFile());
            }
        }
    }

    /** Returns what the program of the page prints, by the reference: the likeliest tokens after its two sequences. */
    private static int[] nextTokens() {
        ModelShape shape = SmallShapes.of(Family.LLAMA);
        int[] ids = {5, 3, 8, 2, 2, 7};
        Batch batch = new Batch.Tokens(2, 3, ids, ids);
        double[] logits = ReferenceModel.of(RandomModels.model(shape, 0)).logits(batch, View.full(), Gates.none());
        int[] tokens = new int[2];
        for (int row = 0; row < 2; row++) {
            double[] last = Arrays.copyOfRange(logits, (3 * row + 2) * shape.vocabulary(), (3 * row + 3) * shape.vocabulary());
            for (int token = 0; token < last.length; token++) {
                tokens[row] = last[token] > last[tokens[row]] ? token : tokens[row];
            }
        }
        return tokens;
    }

    /** Returns a folder with the runner's class and the compiled program of the page. */
    private Path classes(String classPath) throws IOException {
        Matcher program = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(program.find()).as("a program in " + PAGE).isTrue();
        Path source = Files.writeString(temp.resolve("NextToken.java"), program.group(1));
        Path classes = Files.createDirectories(temp.resolve("classes"));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-cp", classPath, "-d", classes.toString(),
                source.toString())).isZero();
        String runner = StockRunner.class.getName().replace('.', '/') + ".class";
        Path copy = classes.resolve(runner);
        Files.createDirectories(copy.getParent());
        Files.write(copy, StockRunner.class.getClassLoader().getResourceAsStream(runner).readAllBytes());
        return classes;
    }

    private String run(String classPath, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-cp", classPath, StockRunner.class.getName()));
        command.addAll(List.of(arguments));
        Path said = temp.resolve("said.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return Files.readString(said);
    }
}
