package growth.formats.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class RoundTripTest {
    @TempDir
    Path temp;

    @Test
    void bytesAreTheOnesTheFormatSays() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SafetensorsHeader header = SafetensorsHeader.of(
                List.of(TensorInfo.of("b", TensorType.BF16, 1), TensorInfo.of("a", TensorType.F32, 1, 2)), Map.of("format", "pt"));
        SafetensorsWriter writer = new SafetensorsWriter(Channels.newChannel(bytes), header);
        writer.write("a", FloatBuffer.wrap(new float[] {1, -2}));
        writer.write("b", FloatBuffer.wrap(new float[] {1}));
        writer.finish();

        String json = "{\"__metadata__\":{\"format\":\"pt\"},\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[8,10]}}";
        int padded = (json.length() + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 10).order(ByteOrder.LITTLE_ENDIAN).putLong(padded)
                .put((json + " ".repeat(padded - json.length())).getBytes(StandardCharsets.UTF_8))
                .putInt(0x3F80_0000).putInt(0xC000_0000).putShort((short) 0x3F80);
        assertThat(bytes.toByteArray()).isEqualTo(expected.array());
    }

    private Path write(SafetensorsHeader header, String name, FloatBuffer values) throws IOException {
        Path path = temp.resolve("file.safetensors");
        try (var channel = Channels.newChannel(Files.newOutputStream(path))) {
            SafetensorsWriter writer = new SafetensorsWriter(channel, header);
            writer.write(name, values);
            writer.finish();
        }
        return path;
    }

    @ParameterizedTest
    @EnumSource(value = TensorType.class, names = {"F16", "BF16", "F32", "F64"})
    void floatsSurviveAsFarAsTheTypeHoldsThem(TensorType type) throws IOException {
        // more than one slice of the reader and the writer
        float[] values = new float[600_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 255 - 127) / 8f;
        }
        SafetensorsHeader header = SafetensorsHeader.of(List.of(TensorInfo.of("x", type, 600, 1000)), Map.of());
        Path path = write(header, "x", FloatBuffer.wrap(values));
        assertThat(Files.size(path)).isEqualTo(header.encode().remaining() + 600_000L * type.bytes());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.floats("x")).isEqualTo(values);
            double[] doubles = file.doubles("x");
            for (int i = 0; i < values.length; i++) {
                assertThat(doubles[i]).isEqualTo(values[i]);
            }
            float[] part = new float[3];
            file.read("x", 599_997, FloatBuffer.wrap(part));
            assertThat(part).containsExactly(values[599_997], values[599_998], values[599_999]);
            assertThatThrownBy(() -> file.read("x", 599_998, FloatBuffer.wrap(part))).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void wholeNumbersOfEveryTypeAreReadAsInts() throws IOException {
        String json = """
                {"i64": {"dtype": "I64", "shape": [1], "data_offsets": [0, 8]},
                 "u64": {"dtype": "U64", "shape": [1], "data_offsets": [8, 16]},
                 "i32": {"dtype": "I32", "shape": [], "data_offsets": [16, 20]},
                 "u32": {"dtype": "U32", "shape": [1], "data_offsets": [20, 24]},
                 "i16": {"dtype": "I16", "shape": [1], "data_offsets": [24, 26]},
                 "u16": {"dtype": "U16", "shape": [1], "data_offsets": [26, 28]},
                 "i8": {"dtype": "I8", "shape": [1], "data_offsets": [28, 29]},
                 "u8": {"dtype": "U8", "shape": [1], "data_offsets": [29, 30]},
                 "bool": {"dtype": "BOOL", "shape": [2], "data_offsets": [30, 32]},
                 "none": {"dtype": "I32", "shape": [0, 7], "data_offsets": [32, 32]}}""";
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length() + 32).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length())
                .put(json.getBytes(StandardCharsets.UTF_8)).putLong(-100).putLong(7).putInt(Integer.MIN_VALUE).putInt(Integer.MAX_VALUE)
                .putShort((short) -2).putShort((short) -2).put((byte) -3).put((byte) -3).put((byte) 0).put((byte) 1);
        Path path = Files.write(temp.resolve("ints"), bytes.array());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.ints("i64")).containsExactly(-100);
            assertThat(file.ints("u64")).containsExactly(7);
            assertThat(file.ints("i32")).containsExactly(Integer.MIN_VALUE);
            assertThat(file.ints("u32")).containsExactly(Integer.MAX_VALUE);
            assertThat(file.ints("i16")).containsExactly(-2);
            assertThat(file.ints("u16")).containsExactly(65534);
            assertThat(file.ints("i8")).containsExactly(-3);
            assertThat(file.ints("u8")).containsExactly(253);
            assertThat(file.ints("bool")).containsExactly(0, 1);
            assertThat(file.ints("none")).isEmpty();
            assertThat(file.tensor("i32").shape()).isEmpty();
        }
    }

    @Test
    void intsAreWrittenAsI32AndI64() throws IOException {
        SafetensorsHeader header = SafetensorsHeader.of(
                List.of(TensorInfo.of("a", TensorType.I32, 2), TensorInfo.of("empty", TensorType.I32, 0),
                        TensorInfo.of("b", TensorType.I64, 2)), Map.of());
        Path path = temp.resolve("ints");
        try (var channel = Channels.newChannel(Files.newOutputStream(path))) {
            SafetensorsWriter writer = new SafetensorsWriter(channel, header);
            assertThat(header.tensors().keySet()).containsExactly("b", "a", "empty");
            writer.write("b", IntBuffer.wrap(new int[] {-100}));
            assertThatThrownBy(writer::finish).hasMessageContaining("'b' lacks 1 elements");
            writer.write("b", IntBuffer.wrap(new int[] {5}));
            assertThatThrownBy(() -> writer.write("b", IntBuffer.wrap(new int[] {5}))).isInstanceOf(IllegalStateException.class);
            writer.write("a", IntBuffer.wrap(new int[] {1, 2}));
            writer.write("empty", IntBuffer.allocate(0));
            writer.finish();
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.ints("a")).containsExactly(1, 2);
            assertThat(file.ints("b")).containsExactly(-100, 5);
            assertThat(file.ints("empty")).isEmpty();
        }
    }

    @Test
    void tensorsBeyondTwoGigabytesAreReadBySlices() throws IOException {
        long elements = 700_000_000L;
        SafetensorsHeader header = SafetensorsHeader.of(
                List.of(TensorInfo.of("large", TensorType.F32, 7, 100_000_000), TensorInfo.of("last", TensorType.F32, 1)), Map.of());
        Path path = temp.resolve("large");
        byte[] start = header.encode().array();
        // all but the last element is a hole in the file, so that the disk does not fill
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(start);
            file.setLength(start.length + 4 * elements + 4);
            file.seek(start.length + 4 * (elements - 1));
            file.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(3).putFloat(4).array());
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            float[] end = new float[2];
            file.read("large", elements - 2, FloatBuffer.wrap(end));
            assertThat(end).containsExactly(0, 3);
            assertThat(file.floats("last")).containsExactly(4);
        }
    }

    @Test
    void arraysOfEveryRankAndLayoutSurvive() throws IOException {
        INDArray matrix = Nd4j.rand(DataType.FLOAT, 5, 7);
        INDArray large = Nd4j.rand(DataType.FLOAT, 3, 1_400_000);
        Map<String, INDArray> arrays = Map.of("matrix", matrix, "transposed", matrix.transpose(),
                "columns", matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 5)), "row", matrix.getRow(3),
                "double", Nd4j.rand(DataType.DOUBLE, 2, 3, 4, 5), "scalar", Nd4j.scalar(3f), "large", large);
        Path path = temp.resolve("arrays");
        try (var channel = Channels.newChannel(Files.newOutputStream(path))) {
            SafetensorsArrays.write(channel, arrays, Map.of());
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            arrays.forEach((name, array) -> {
                INDArray read = SafetensorsArrays.read(file, name, array.dataType());
                assertThat(read.shape()).as(name).isEqualTo(array.shape());
                assertThat(read.dup('c').data().asDouble()).as(name).isEqualTo(array.dup('c').data().asDouble());
                assertThat(read.ordering()).isEqualTo('c');
            });
            assertThat(file.tensor("double").type()).isEqualTo(TensorType.F64);
            // read independently of ND4J's strides: element [i, j] of the transposed is element [j, i]
            float[] rows = file.floats("matrix");
            float[] columns = file.floats("transposed");
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < 7; j++) {
                    assertThat(columns[j * 5 + i]).isEqualTo(rows[i * 7 + j]);
                }
            }
            assertThat(SafetensorsArrays.read(file, "matrix", DataType.DOUBLE).getDouble(1, 2)).isEqualTo(rows[9]);
        }
    }
}
