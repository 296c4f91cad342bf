package growth.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.testing.run.Folders;
import growth.testing.run.Run;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files that lie about themselves, given to the commands that read checkpoints. */
class SafetensorsErrorsTest {

    private static final int CHECKPOINT = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path trained;

    @TempDir
    private Path folder;

    /** The parts of a model file. */
    private record Model(ObjectNode header, byte[] data) {

        static Model read(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            ObjectNode header = (ObjectNode) JSON.readTree(new String(bytes, Long.BYTES, length, StandardCharsets.UTF_8));
            return new Model(header, Arrays.copyOfRange(bytes, Long.BYTES + length, bytes.length));
        }

        byte[] bytes() throws IOException {
            byte[] text = JSON.writeValueAsBytes(header);
            return ByteBuffer.allocate(Long.BYTES + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(text.length).put(text).put(data).array();
        }

        /** A tensor's place in the data. */
        ArrayNode offsets(String tensor) {
            return (ArrayNode) header.get(tensor).get("data_offsets");
        }

        void shift(String tensor, int bytes) {
            ArrayNode offsets = offsets(tensor);
            long begin = offsets.get(0).longValue();
            long end = offsets.get(1).longValue();
            offsets.removeAll().add(begin + bytes).add(end + bytes);
        }
    }

    @BeforeAll
    static void train() throws IOException {
        TinyRun.growing().with("40ba", "2ba").with("at: 50%", "at: 1ba").write(trained.resolve("run.yaml"));
        Commands.in(trained).run("train", "run.yaml", "--out", "out").succeeds();
    }

    @BeforeEach
    void copyModel() throws IOException {
        Folders.copy(trained.resolve("out/checkpoints/step-00000002"), folder.resolve("model"));
        Files.copy(trained.resolve(TinyRun.CORPUS), folder.resolve(TinyRun.CORPUS));
    }

    private Path file() {
        return folder.resolve("model/model.safetensors");
    }

    private void damage(UnaryOperator<Model> change) throws IOException {
        Files.write(file(), change.apply(Model.read(file())).bytes());
    }

    private void evalRefuses(String... words) throws IOException {
        Commands.in(folder).run("eval", "model", "--data", TinyRun.CORPUS).refuses(CHECKPOINT, words);
    }

    @Test
    void theModelIsGoodBeforeItIsDamaged() throws IOException {
        Run run = Commands.in(folder).run("eval", "model", "--data", TinyRun.CORPUS, "--tokens", "1k").succeeds();
        assertThat(run.output()).startsWith("loss ").contains("bits/byte ");
    }

    @Test
    void aHeaderLongerThanAnyFile() throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 60);
        Files.write(file(), bytes);
        evalRefuses("model/model.safetensors: the header would have 1152921504606846976 bytes");
        Commands.in(folder).run("grow", "--from", "model", "--to", "grown", "--operator", "stack", "--shape", "layers=4")
                .refuses(CHECKPOINT, "model/model.safetensors: the header would have 1152921504606846976 bytes");
        assertThat(Folders.names(folder)).doesNotContain("grown");
    }

    @Test
    void tensorsThatOverlap() throws IOException {
        damage(model -> {
            model.shift("model.norm.weight", -4);
            return model;
        });
        evalRefuses("model/model.safetensors: tensor 'model.norm.weight': its data overlap those of another tensor");
    }

    @Test
    void bytesThatBelongToNoTensor() throws IOException {
        damage(model -> {
            long end = model.data().length;
            List<String> last = model.header().properties().stream().map(entry -> entry.getKey())
                    .filter(name -> !name.equals("__metadata__"))
                    .filter(name -> model.offsets(name).get(1).longValue() == end).toList();
            model.shift(last.get(0), 4);
            return new Model(model.header(), Arrays.copyOf(model.data(), model.data().length + 4));
        });
        evalRefuses("model/model.safetensors: tensor '", "its data come after bytes that belong to no tensor");
    }

    @Test
    void numbersOfAWrongKind() throws IOException {
        damage(model -> {
            ((ObjectNode) model.header().get("model.norm.weight")).put("dtype", "I32");
            return model;
        });
        evalRefuses("model/model.safetensors: tensor 'model.norm.weight': is I32, but F32, F64, F16 or BF16 is needed");
    }

    @Test
    void aConfigurationOfAnUnknownFamily() throws IOException {
        Path config = folder.resolve("model/config.json");
        Files.writeString(config, Files.readString(config).replace("\"llama\"", "\"alpaca\"")
                .replace("LlamaForCausalLM", "AlpacaForCausalLM"));
        evalRefuses("model/config.json", "alpaca");
    }
}
