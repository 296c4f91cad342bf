package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.Classes;
import growth.api.training.Score;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.data.images.ImageSource;
import growth.engine.cpu.CpuEngine;
import growth.runtime.disk.Evaluator.DataToEvaluate;
import growth.runtime.disk.Evaluator.Watch;
import growth.runtime.disk.EvaluatorComponent;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.metrics.RunMetrics;
import growth.runtime.run.EvaluationSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations of runs of a classifier: further folders of images, and how images were sorted at the end. */
class ImagesOfRunsTest {
    private static final String RUN = """
            name: pictures
            model: {family: vit, layers: 1, hidden: 16, heads: 2, intermediate: 24, image: 8, patch: 4}
            data: {kind: images, train: [train], valid: [valid], crop: {padding: 0}, flip: false}
            training: {duration: 8ba, batch: 4, optimizer: {lr: 1e-2}, workers: 1}
            evaluate: {images: 12, top: 3, every: 3ba, sets: {night: night}}
            """;
    private static final Watch NOBODY = new Watch() {
        @Override
        public void warn(String line) {
            throw new AssertionError(line);
        }

        @Override
        public void progress(long done, long total, double loss) {
            assertThat(done).isLessThanOrEqualTo(total);
        }
    };
    @TempDir
    private Path home;

    private void pictures(String folder, int count, int colour) throws IOException {
        String[] labels = {"ant", "bee", "cow", "dog", "elk", "fox", "gnu"};
        for (int i = 0; i < count; i++) {
            String label = labels[i % labels.length];
            BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(i % labels.length, i % 8, colour);
            picture.setRGB(7, 7, i);
            ImageIO.write(picture, "png", Files.createDirectories(home.resolve(folder).resolve(label)).resolve(i + ".png").toFile());
        }
    }

    @Test
    void theLastEvaluationTellsHowImagesWereSortedAndSetsAreFolders() throws IOException {
        pictures("train", 42, 0xffffff);
        pictures("valid", 14, 0xffff00);
        // A set need not have all labels.
        pictures("night", 3, 0x000011);
        FakeCatalogue catalogue = Workshop.installed(new CpuEngine()).with(new ImageSource());
        Workshop workshop = new Workshop(home, catalogue);
        Path checkpoint = workshop.train("run", RUN).checkpoint().orElseThrow();

        List<EvaluationCompleted> all = workshop.events(EvaluationCompleted.class);
        assertThat(all).extracting(e -> e.progress().step()).containsExactly(3L, 6L, 8L);
        assertThat(all.subList(0, 2)).allMatch(e -> e.classes().isEmpty());
        EvaluationCompleted last = all.get(2);
        Classes classes = last.classes().orElseThrow();
        assertThat(classes.accuracy()).isEqualTo(last.score().accuracy());
        assertThat(classes.top().accuracy()).isBetween(classes.accuracy(), 1.0);
        assertThat(classes.top().n()).isEqualTo(3);
        assertThat(classes.labels()).containsExactly("ant", "bee", "cow", "dog", "elk", "fox", "gnu");
        assertThat(classes.confusion().stream().flatMap(List::stream).mapToLong(Long::longValue).sum()).isEqualTo(12);
        assertThat(last.took().flops().orElseThrow()).isGreaterThan(all.get(0).took().flops().orElseThrow());
        assertThat(last.score().bitsPerByte()).isEmpty();
        assertThat(all).allSatisfy(e -> assertThat(e.sets().get("night").scored()).isEqualTo(3));

        RunMetrics metrics = RunMetrics.read(home.resolve("run"));
        assertThat(metrics.evaluations().get(2).classes()).hasValue(classes);
        assertThat(metrics.evaluations().get(2).sets()).isEqualTo(last.sets());
        // growth eval on the same images.
        Classes again = new EvaluatorComponent(catalogue).data(checkpoint, new DataToEvaluate(List.of(home.resolve("valid")), 5,
                Optional.empty(), Optional.of(new EvaluationSize(12)), Optional.empty(), Optional.empty(), Optional.of(3)),
                NOBODY).classes().orElseThrow();
        assertThat(again).isEqualTo(classes);
        Score night = last.sets().get("night");
        assertThat(night.loss()).isFinite();
    }
}
