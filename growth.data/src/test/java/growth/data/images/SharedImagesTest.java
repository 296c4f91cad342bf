package growth.data.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.data.Batch;
import growth.api.data.Dataset;
import growth.api.model.View;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On CIFAR-10, where it is at hand. */
class SharedImagesTest {
    private static final Path TAR = Path.of("../../shared/data/cifar10-subset.tar").toAbsolutePath().normalize();

    @TempDir
    Path base;

    @Test
    void cifarIsReadFromItsArchive() {
        assumeTrue(Files.exists(TAR), "shared data are absent: " + TAR);
        ImageRequests requests = new ImageRequests(base).train(TAR + "!cifar10/test").image(32).padding(4).with("flip", true)
                .with("valid-share", 0.05);
        try (Dataset data = requests.open()) {
            assertThat(data.labels()).isEqualTo(10);
            assertThat(data.tokensPerEpoch()).isEqualTo(3800);
            assertThat(data.provenance()).containsEntry("valid.images", "200")
                    .containsEntry("labels", "airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck");
            Batch.Images batch = (Batch.Images) data.next(512, View.full());
            assertThat(batch.labels()).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            double mean = 0;
            for (float pixel : batch.pixels()) {
                assertThat(pixel).isBetween(-1f, 1f);
                mean += pixel / batch.pixels().length;
            }
            // CIFAR-10's mean colour is 0.473 of 1, and the black border takes some of it.
            assertThat(mean).isBetween(-0.25, -0.05);
        }
    }
}
