package growth.data.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.model.View;
import growth.data.tar.TarWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PictureFiles are plain; red is the number of the picture, green that of its class. */
class ImageSourceTest {
    private static final int RECORD = 3073;

    @TempDir
    Path base;

    private ImageRequests requests() {
        return new ImageRequests(base);
    }

    private static int colour(int picture, int label) {
        return picture << 16 | label << 8;
    }

    /** Classes a, b and c with 4, 3 and 2 pictures, numbered. */
    private void folders(String root) throws IOException {
        int picture = 0;
        for (int label = 0; label < 3; label++) {
            for (int i = 0; i < 4 - label; i++) {
                Path file = base.resolve(root).resolve("abc".charAt(label) + "/" + i + ".png");
                PictureFiles.write(file, PictureFiles.png(4, 4, colour(picture++, label)));
            }
        }
    }

    private static Batch.Images next(Dataset data, int rows, View view) {
        return (Batch.Images) data.next(rows, view);
    }

    /** Returns the picture's red, 0 to 255. */
    private static int red(Batch.Images batch, int row) {
        return value(batch, row, 0);
    }

    private static int value(Batch.Images batch, int row, int channel) {
        int plane = batch.size() * batch.size();
        return Math.round((batch.pixels()[(row * 3 + channel) * plane + plane / 2] * 0.5f + 0.5f) * 255);
    }

    private static List<Integer> reds(Batch batch) {
        Batch.Images images = (Batch.Images) batch;
        return IntStream.range(0, images.rows()).mapToObj(row -> red(images, row)).toList();
    }

    private static List<Integer> pass(Dataset data) {
        List<Integer> reds = new ArrayList<>();
        for (int i = 0; i < data.tokensPerEpoch(); i++) {
            reds.addAll(reds(data.next(1, View.full())));
        }
        return reds;
    }

    private static void refused(ImageRequests requests, Kind kind, String message) {
        requests.given().refused(kind, message);
    }

    private void refusedData(String train, String message) {
        refused(requests().train(train), Kind.DATA, "run.yaml:5: train: " + message);
    }

    @Test
    void foldersAreLabelsInTheOrderOfTheirNames() throws IOException {
        folders("set");
        Files.writeString(base.resolve("set/a/notes.txt"), "no picture");
        PictureFiles.write(base.resolve("set/.hidden/x.png"), new byte[0]);
        try (Dataset data = requests().train("set").open()) {
            assertThat(data.labels()).isEqualTo(3);
            assertThat(data.vocabulary()).isZero();
            assertThat(data.tokensPerEpoch()).isEqualTo(9);
            assertThat(data.provenance()).containsEntry("labels", "a, b, c").containsEntry("train.images", "9")
                    .containsEntry("train.skipped", "0").containsKey("train.decoded.sha256");
            Batch.Images batch = next(data, 9, View.full());
            assertThat(new TreeSet<>(reds(batch))).hasSize(9);
            for (int row = 0; row < 9; row++) {
                assertThat(value(batch, row, 1)).isEqualTo(batch.labels()[row]);
                assertThat(value(batch, row, 2)).isZero();
            }
            assertThat(batch.labels()).containsOnly(0, 1, 2);
            assertThat(batch.pixels()).hasSize(9 * 3 * 4 * 4);
        }
    }

    @Test
    void aPassShowsEveryPictureOnceAndPassesDiffer() throws IOException {
        folders("set");
        try (Dataset data = requests().train("set").open()) {
            List<Integer> first = pass(data);
            List<Integer> second = pass(data);
            assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
            assertThat(data.cursor()).isEqualTo(new Cursor(2, 0));
        }
    }

    @Test
    void cursorsGiveTheSameBatchesAgain() throws IOException {
        folders("set");
        List<Cursor> cursors = new ArrayList<>();
        List<Batch.Images> batches = new ArrayList<>();
        try (Dataset data = requests().train("set").padding(2).with("flip", true).open()) {
            for (int i = 0; i < 20; i++) {
                cursors.add(data.cursor());
                batches.add(next(data, 4, View.full().withResolution(1 + i % 4)));
            }
        }
        try (Dataset again = requests().train("set").padding(2).with("flip", true).open();
                Dataset other = requests().train("set").padding(2).with("flip", true).seed(2).open()) {
            for (int i = 19; i >= 0; i--) {
                again.seek(cursors.get(i));
                Batch.Images batch = next(again, 4, View.full().withResolution(1 + i % 4));
                assertThat(batch.pixels()).isEqualTo(batches.get(i).pixels());
                assertThat(batch.labels()).isEqualTo(batches.get(i).labels());
            }
            assertThat(next(other, 4, View.full()).pixels()).isNotEqualTo(next(again, 4, View.full()).pixels());
            assertThatThrownBy(() -> again.seek(new Cursor(0, 10))).hasMessage("run.yaml:5: train: there is no image 10 of pass 0;"
                    + " a pass has 9 images, so these are not the data that the cursor was saved with");
        }
    }

    @Test
    void tarsAndFoldersWithinThemAreTheSame() throws IOException {
        folders("set");
        TarWriter tar = new TarWriter().folder("x").folder("x/train").folder("x/train/a");
        int picture = 0;
        for (int label = 0; label < 3; label++) {
            for (int i = 0; i < 4 - label; i++) {
                tar.file("x/train/" + "abc".charAt(label) + "/" + i + ".png", PictureFiles.png(4, 4, colour(picture++, label)));
            }
        }
        tar.file("x/test/c/0.png", PictureFiles.png(4, 4, colour(200, 2)));
        tar.write(base.resolve("set.tar"));
        try (Dataset folder = requests().train("set").open();
                Dataset archive = requests().train("set.tar!x/train").valid("set.tar!x/test").open()) {
            assertThat(next(archive, 9, View.full()).pixels()).isEqualTo(next(folder, 9, View.full()).pixels());
            Batch.Images valid = (Batch.Images) archive.validation(View.full(), 25, 5).get(0);
            assertThat(valid.labels()).as("label of the training set").containsExactly(2);
            assertThat(archive.provenance().get("train.decoded.sha256")).isEqualTo(folder.provenance().get("train.decoded.sha256"));
            assertThat(archive.provenance().get("train.file.1")).matches(".*set.tar, \\d+ bytes, sha256 [0-9a-f]{64}");
        }
        refusedData("set.tar", base.resolve("set.tar") + "!x/train/a/0.png is 4 levels down; name the folder that holds the class folders,"
                + " e.g. " + base.resolve("set.tar") + "!x/train");
        refusedData("set.tar!x/valid", base.resolve("set.tar") + " holds nothing in x/valid, but x");
        refused(requests().train("set.tar!x/train").valid("set.tar!/x/train/"), Kind.CONFIGURATION, "run.yaml:5: valid: "
                + base.resolve("set.tar") + " is also in train, or a copy of it is; training and validation data must be different");
    }

    @Test
    void cifarRecords() throws IOException {
        byte[] records = new byte[3 * RECORD];
        for (int i = 0; i < 3; i++) {
            records[i * RECORD] = (byte) (9 - i);
            Arrays.fill(records, i * RECORD + 1, i * RECORD + 1025, (byte) (100 + i));
            Arrays.fill(records, i * RECORD + 1025, i * RECORD + 2049, (byte) 50);
            Arrays.fill(records, i * RECORD + 2049, i * RECORD + 3073, (byte) 25);
        }
        Files.write(base.resolve("data_batch_1.bin"), records);
        try (Dataset data = requests().train("*.bin").image(32).open()) {
            assertThat(data.labels()).isEqualTo(10);
            assertThat(data.provenance().get("labels")).startsWith("airplane, automobile").endsWith("ship, truck");
            Batch.Images batch = next(data, 3, View.full());
            for (int row = 0; row < 3; row++) {
                assertThat(red(batch, row)).isEqualTo(109 - batch.labels()[row]);
                assertThat(value(batch, row, 1)).isEqualTo(50);
                assertThat(value(batch, row, 2)).isEqualTo(25);
            }
        }
        records[2 * RECORD] = 10;
        Path file = Files.write(base.resolve("bad.bin"), records);
        refusedData("bad.bin", file + ": record 2 (byte 6146) has the label 10; CIFAR-10 has 0 to 9");
        Files.write(file, Arrays.copyOf(records, 5000));
        refusedData("bad.bin", file + ": has 5000 bytes, which is no whole number of CIFAR-10 records of 3073 bytes; it is truncated or"
                + " something else");
        Files.write(file, new byte[0]);
        refusedData("bad.bin", file + " is empty; give a file with images");
    }

    @Test
    void picturesOfDifferentSizesAndKindsBecomeOneSize() throws IOException {
        PictureFiles.write(base.resolve("set/a/wide.png"), PictureFiles.png(40, 9, 0x102030));
        PictureFiles.write(base.resolve("set/a/small.png"), PictureFiles.png(1, 3, 0x102030));
        PictureFiles.write(base.resolve("set/b/large.JPG"), PictureFiles.encode(PictureFiles.plain(64, 64, 0x102030), "jpg"));
        try (Dataset data = requests().train("set/*/*").image(8).open()) {
            Batch.Images batch = next(data, 3, View.full());
            assertThat(batch.size()).isEqualTo(8);
            for (int i = 0; i < batch.pixels().length; i++) {
                float expected = new float[] {0x10, 0x20, 0x30}[i / 64 % 3] / 127.5f - 1;
                assertThat(batch.pixels()[i]).isCloseTo(expected, within(0.03f));
            }
            assertThat(batch.labels()).contains(0, 1);
        }
    }

    @Test
    void viewsAreSmallerPictures() throws IOException {
        folders("set");
        try (Dataset data = requests().train("set").open()) {
            Batch.Images batch = next(data, 9, View.full().withResolution(3));
            assertThat(batch.size()).isEqualTo(3);
            assertThat(new TreeSet<>(reds(batch))).hasSize(9);
            assertThatThrownBy(() -> data.next(1, View.full().withResolution(5))).isInstanceOf(GrowthException.class)
                    .hasMessage("resolution 5 is not between 1 and the model's image of 4");
        }
        try (Dataset data = requests().train("set").with("size", 6L).open()) {
            assertThat(next(data, 1, View.full()).size()).as("kept larger than shown").isEqualTo(4);
        }
    }

    @Test
    void coloursAreNormalised() throws IOException {
        PictureFiles.write(base.resolve("set/a/1.png"), PictureFiles.png(4, 4, 0xFF0033));
        try (Dataset data = requests().train("set").with("mean", List.of(0.5, 0.25, 0.2)).with("std", List.of(0.25, 0.5, 1.0)).open()) {
            float[] pixels = next(data, 1, View.full()).pixels();
            assertThat(pixels[0]).isCloseTo(2, within(1e-5f));
            assertThat(pixels[16]).isCloseTo(-0.5f, within(1e-5f));
            assertThat(pixels[32]).isCloseTo(0, within(1e-5f));
        }
        refused(requests().train("set").with("mean", List.of(0.5, 0.5)), Kind.CONFIGURATION,
                "run.yaml:5: mean: 2 numbers; give one for each of red, green and blue, or one for all");
        refused(requests().train("set").padding(4), Kind.CONFIGURATION,
                "run.yaml:6: padding: 4 pixels shift images of 4 out of sight; use less");
    }

    @Test
    void validationIsNotAugmentedAndAlwaysTheSame() throws IOException {
        folders("set");
        folders("valid");
        ImageRequests one = requests().train("set").valid("valid").padding(3).with("flip", true);
        ImageRequests two = requests().train("set").valid("valid").padding(3).with("flip", true).seed(2);
        try (Dataset data = one.open(); Dataset other = two.open()) {
            List<Batch> batches = data.validation(View.full(), 40, 4);
            assertThat(batches).extracting(Batch::rows).containsExactly(4, 4, 1);
            List<Integer> reds = batches.stream().flatMap(batch -> reds(batch).stream()).toList();
            assertThat(reds).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8);
            float[] pixels = ((Batch.Images) batches.get(0)).pixels();
            for (int i = 0; i < pixels.length; i++) {
                assertThat(pixels[i]).as("plain, without a border").isEqualTo(pixels[i / 16 * 16]);
            }
            other.next(3, View.full());
            assertThat(((Batch.Images) other.validation(View.full(), 4, 4).get(0)).pixels()).isEqualTo(pixels);
        }
    }

    @Test
    void aShareIsHeldOutForEverySeedAlike() throws IOException {
        folders("set");
        try (Dataset data = requests().train("set").with("valid-share", 0.3).open();
                Dataset other = requests().train("set").with("valid-share", 0.3).seed(2).open()) {
            List<Integer> held = reds(data.validation(View.full(), 9, 9).get(0));
            assertThat(held).hasSize(3);
            assertThat(reds(other.validation(View.full(), 9, 9).get(0))).isEqualTo(held);
            List<Integer> all = new ArrayList<>(pass(data));
            assertThat(all).hasSize(6);
            all.addAll(held);
            assertThat(all).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8);
        }
    }

    @Test
    void picturesAreDecodedOnce() throws IOException {
        folders("set");
        ImageRequests first = requests().train("set");
        first.open().close();
        assertThat(first.log()).hasSize(2).first().isEqualTo("decoding 9 images to 4×4");
        ImageRequests second = requests().train("set");
        second.open().close();
        assertThat(second.log()).isEmpty();
        PictureFiles.write(base.resolve("set/a/9.png"), PictureFiles.png(4, 4, 0));
        try (Dataset data = requests().train("set").open()) {
            assertThat(data.tokensPerEpoch()).isEqualTo(10);
        }
        try (var files = Files.newDirectoryStream(base.resolve("cache"), "images-*.bin")) {
            for (Path file : files) {
                Files.write(file, new byte[5]);
            }
        }
        try (Dataset data = requests().train("set").open()) {
            assertThat(new TreeSet<>(reds(data.next(10, View.full())))).as("damaged, so made again").hasSize(9);
        }
    }

    @Test
    void picturesThatCannotBeDecodedAreRefusedOrLeftOut() throws IOException {
        folders("set");
        Path bad = Files.writeString(base.resolve("set/b/bad.png"), "no picture");
        Path empty = PictureFiles.write(base.resolve("set/c/empty.jpg"), new byte[0]);
        refused(requests().train("set"), Kind.DATA, bad + " is neither JPEG nor PNG; remove or repair it, or leave such images out with"
                + " unreadable: skip");
        for (int i = 0; i < 2; i++) {
            ImageRequests requests = requests().train("set").with("unreadable", "skip");
            try (Dataset data = requests.open()) {
                assertThat(data.tokensPerEpoch()).isEqualTo(9);
                assertThat(data.provenance()).containsEntry("train.skipped", "2");
                assertThat(requests.log()).contains("2 of 11 images cannot be decoded and are left out");
                if (i == 0) {
                    assertThat(requests.log()).contains("left out: " + bad + " is neither JPEG nor PNG",
                            "left out: " + empty + " is empty");
                }
            }
        }
        PictureFiles.write(base.resolve("none/a/1.png"), new byte[0]);
        refused(requests().train("none").with("unreadable", "skip"), Kind.DATA, "none of 1 images can be decoded");
    }

    @Test
    void foldersThatAreNoClassesAreRefused() throws IOException {
        folders("set");
        Files.createDirectories(base.resolve("set/d"));
        refusedData("set", "label folder " + base.resolve("set/d") + " has no images; add some or remove it");
        Files.writeString(base.resolve("set/d/readme.txt"), "no picture");
        refusedData("set", "label folder " + base.resolve("set/d") + " has no images; add some or remove it");
        Files.delete(base.resolve("set/d/readme.txt"));
        Files.delete(base.resolve("set/d"));
        refusedData("set/a", base.resolve("set/a/0.png") + " is in no class folder; images stand in folders named after their class");
        Files.createDirectories(base.resolve("nothing"));
        refusedData("nothing", base.resolve("nothing") + " holds no files");
        new TarWriter().file("a/1.png", PictureFiles.png(4, 4, 1)).folder("b").write(base.resolve("t.tar"));
        refusedData("t.tar", "label folder " + base.resolve("t.tar") + "!b has no images; add some or remove it");
        PictureFiles.write(base.resolve("other/z/1.png"), PictureFiles.png(4, 4, 1));
        refused(requests().train("set").valid("other"), Kind.DATA,
                "run.yaml:5: valid: label folder z is not among the training labels a, b, c");
        refused(requests().train("set").valid("set"), Kind.CONFIGURATION, "run.yaml:5: valid: " + base.resolve("set")
                + " is also in train, or a copy of it is; training and validation data must be different");
    }

    @Test
    void otherThingsAreRefusedInOneLine() throws IOException {
        refusedData("no", base.resolve("no") + " does not exist; give a file, a folder or a glob such as corpus/*.txt");
        Path text = Files.writeString(base.resolve("a.txt"), "text");
        refusedData("a.txt", text + " is no folder of class folders, no .tar, no CIFAR-10 .bin and no image");
        refusedData("a.txt!x", text + " has no folders within; only a .tar is followed by '!' and a folder");
        Path tar = new TarWriter().file("a/1.png", PictureFiles.png(4, 4, 1)).write(base.resolve("t.tar"));
        Files.write(tar, Arrays.copyOf(Files.readAllBytes(tar), 540));
        refusedData("t.tar", tar + ": breaks off at byte 540 in the middle of a/1.png; copy or download the file again");
        refused(requests(), Kind.CONFIGURATION,
                "run.yaml:4: train: there are no images; give folders with a folder per class, .tar or CIFAR-10 .bin files");
        folders("set");
        refused(requests().train("set").family(Family.BERT), Kind.CONFIGURATION,
                "run.yaml:4: kind: family bert takes text; data kind images has none; use text, tokens or synthetic");
        refused(requests().train("set").image(0), Kind.CONFIGURATION,
                "run.yaml:4: kind: data kind images is for vision models; this model has no image");
        try (Dataset data = requests().train("set").open()) {
            assertThatThrownBy(() -> data.next(10, View.full())).isInstanceOf(GrowthException.class)
                    .hasMessage("run.yaml:5: train: 9 images are too few for a batch of 10; give more images or a smaller batch");
        }
        try (Dataset data = requests().valid("set").open()) {
            assertThat(data.labels()).isEqualTo(3);
            assertThat(data.tokensPerEpoch()).isZero();
            assertThat(data.validation(View.full(), 18, 9)).hasSize(1);
        }
    }
}
