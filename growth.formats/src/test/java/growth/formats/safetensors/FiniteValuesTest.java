package growth.formats.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers that are none are refused with their place, and so are those that a narrower type would make infinite. */
class FiniteValuesTest {
    @TempDir
    Path temp;

    private Path write(TensorType type, float... row) throws IOException {
        Path file = temp.resolve("weights.safetensors");
        try (var channel = Channels.newChannel(Files.newOutputStream(file))) {
            SafetensorsWriter writer = new SafetensorsWriter(channel,
                    SafetensorsHeader.of(List.of(TensorInfo.of("w", type, 2, row.length)), Map.of()));
            writer.write("w", FloatBuffer.wrap(new float[row.length]));
            writer.write("w", FloatBuffer.wrap(row));
            writer.finish();
        }
        return file;
    }

    @ParameterizedTest
    @EnumSource(value = TensorType.class, names = {"F16", "BF16", "F32", "F64"})
    void nanAndInfinityAreRefusedWithTensorAndIndex(TensorType type) throws IOException {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Path path = write(type, 1, 2, bad, 4);
            for (DataType arrays : List.of(DataType.FLOAT, DataType.DOUBLE)) {
                try (SafetensorsFile file = SafetensorsFile.open(path)) {
                    assertThatThrownBy(() -> SafetensorsArrays.readFinite(file, "w", arrays)).isInstanceOf(GrowthException.class)
                            .hasMessageStartingWith(path + ": tensor 'w': element [1, 2] is " + bad + "; every weight must be");
                }
            }
        }
    }

    @Test
    void theLargestNumbersArePassed() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(write(TensorType.F32, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE))) {
            assertThat(SafetensorsArrays.readFinite(file, "w", DataType.FLOAT).getFloat(1, 1)).isEqualTo(-Float.MAX_VALUE);
        }
    }

    /** The bounds are those of IEEE 754's rounding to nearest: 65519.99 still becomes 65504, 65520 becomes infinite. */
    @ParameterizedTest
    @CsvSource({"F16, 65519.99, 65520", "BF16, 3.396e38, 3.3962e38"})
    void whatWouldBecomeInfiniteIsNotWritten(TensorType type, float fits, float tooLarge) throws IOException {
        INDArray array = Nd4j.createFromArray(new float[][] {{0, -fits}, {fits, 1}});
        assertThat(written(type, array).getFloat(1, 0)).isFinite();
        array.putScalar(1, 1, -tooLarge);
        assertThatThrownBy(() -> written(type, array)).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("tensor 'w': element [1, 1] is -").hasMessageContaining("which " + type + " cannot hold");
        INDArray view = Nd4j.createFromArray(new float[][] {{0, 1}, {2, tooLarge}}).transpose();
        assertThatThrownBy(() -> written(type, view)).hasMessageContaining("element [1, 1]");
    }

    private INDArray written(TensorType type, INDArray array) throws IOException {
        Path path = temp.resolve("written.safetensors");
        try (var channel = Channels.newChannel(Files.newOutputStream(path))) {
            SafetensorsWriter writer = new SafetensorsWriter(channel,
                    SafetensorsHeader.of(List.of(TensorInfo.of("w", type, array.shape())), Map.of()));
            SafetensorsArrays.write(writer, "w", array);
            writer.finish();
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            return SafetensorsArrays.read(file, "w", DataType.FLOAT);
        }
    }
}
