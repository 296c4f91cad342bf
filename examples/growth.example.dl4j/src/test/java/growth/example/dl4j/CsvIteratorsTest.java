package growth.example.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.data.IteratorFactory.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class CsvIteratorsTest {
    @TempDir
    Path folder;

    private DataSetIterator open(String text, Map<String, List<String>> settings) throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), text);
        return new CsvIterators().open(new Request(List.of(file), settings, 1));
    }

    @Test
    void pixelsAreScaledAndLabelsOneHotInEveryPass() throws IOException {
        DataSetIterator rows = open("a;b;c\n0;255;1\n255;51;0\n", Map.of("labels", List.of("2"), "scale", List.of("-1", "1"),
                "skip-lines", List.of("1"), "delimiter", List.of(";")));
        for (int pass = 0; pass < 2; pass++) {
            DataSet batch = rows.next();
            assertThat(batch.getFeatures().toFloatMatrix()).isDeepEqualTo(new float[][] {{-1, 1}, {1, -0.6f}});
            assertThat(batch.getLabels().toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 1}, {1, 0}});
            assertThat(rows.hasNext()).isFalse();
            rows.reset();
        }
    }

    @Test
    void rowsOfTokensAreTheirOwnLabels() throws IOException {
        DataSet batch = open("3,1,2\n2,2,1\n", Map.of("batch", List.of("1"))).next();
        assertThat(batch.getFeatures().toFloatMatrix()).isDeepEqualTo(new float[][] {{3, 1, 2}});
        assertThat(batch.getLabels()).isEqualTo(batch.getFeatures());
    }

    @Test
    void slipsAreNamed() {
        assertThatThrownBy(() -> open("1,2\n", Map.of("label", List.of("x")))).hasMessage("setting 'label' of iterator 'csv' is a whole"
                + " number, not 'x'");
        assertThatThrownBy(() -> open("1,2\n", Map.of("lable", List.of("1")))).hasMessage("iterator 'csv' has no setting 'lable'; it has"
                + " batch, delimiter, label, labels, scale, skip-lines");
    }
}
