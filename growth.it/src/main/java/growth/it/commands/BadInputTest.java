package growth.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.ForkedProcess.Ended;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command with what it cannot use: files that are missing, empty, noise, folders, without end or much too large; numbers that are
 * negative, huge or none; unknown names; outputs that are in the way. Each ends with one line, its status, and everything as it was.
 */
class BadInputTest {
    /** Exit status and command, with a blank between words. */
    private static final String LINES = """
            2 train missing.yaml
            2 train folder
            2 train empty.yaml
            2 train noise.yaml
            2 train nul.yaml
            2 train latin.yaml
            2 train huge.yaml
            2 train /dev/zero
            2 train run.yaml --set training.batch=-4
            2 train run.yaml --set training.batch=999999999999999999999
            4 train run.yaml --set training.batch=2147483647
            2 train run.yaml --set training.duration=-5ba
            2 train run.yaml --set training.duration=1e400ba
            2 train run.yaml --set training.duration=NaNba
            2 train run.yaml --set seed=99999999999999999999
            2 train run.yaml --set model.layers=2147483647
            2 train run.yaml --set model.hidden=2147483646
            2 train run.yaml --set training.optimizer.lr=NaN
            2 train run.yaml --set training.optimizer.lr=-1
            2 train run.yaml --set training.optimizer.lr=1e999
            4 train run.yaml --set data.train=[noise.txt]
            4 train run.yaml --set data.train=[empty.txt]
            4 train run.yaml --set data.train=[nul.txt]
            4 train run.yaml --set data.train=[huge.txt]
            4 train run.yaml --set data.train=[/dev/zero]
            4 train run.yaml --set data.train=[folder]
            4 train run.yaml --set data.train=[missing.txt]
            2 train run.yaml --set
            2 train run.yaml --set =
            2 train run.yaml --set a.b.c.d=1
            2 train run.yaml --out run.yaml
            2 train run.yaml --from missing
            3 train run.yaml --engine nope
            2 train run.yaml --device cuda:99
            2 train run.yaml --device nonsense
            2 train run.yaml --precision f3
            2 plan missing.yaml
            2 plan folder
            2 plan noise.yaml
            6 eval missing --data tale.txt
            6 eval folder --data tale.txt
            6 eval bare --data tale.txt
            6 eval noisy --data tale.txt
            6 eval run.yaml --data tale.txt
            6 eval /dev/zero --data tale.txt
            4 eval out --data missing.txt
            4 eval out --data noise.txt
            4 eval out --data empty.txt
            4 eval out --data folder
            2 eval out --data tale.txt --rows -1
            2 eval out --data tale.txt --rows 2147483647
            2 eval out --data tale.txt --context 0
            2 eval out --data tale.txt --context 99999
            2 eval out --data tale.txt --tokens -5
            2 eval out --data tale.txt --batches 0
            2 eval out --data tale.txt --seed x
            2 eval out --data tale.txt --average nope
            2 eval out --data tale.txt --average NaN
            4 eval out --batch missing.safetensors
            4 eval out --batch noise.safetensors
            4 eval out --batch empty
            4 eval out --batch folder
            4 eval out --batch out/checkpoints/step-00000020/model.safetensors
            4 eval out --batch tale.txt --write folder
            3 eval out --suite nope
            2 eval out --suite primitives --set nope=1
            2 eval out --data tale.txt --write folder
            2 eval
            6 grow --from missing --to x --operator stack --shape layers=4
            2 grow --from out --to out --operator stack --shape layers=4
            3 grow --from out --to folder2/x/y --operator nope --shape layers=4
            2 grow --from out --to x --operator stack --shape layers=-4
            2 grow --from out --to x --operator stack --shape layers=99999999999
            2 grow --from out --to x --operator stack --shape layers=2147483647
            2 grow --from out --to x --operator stack --shape layers
            2 grow --from out --to x --operator stack --shape nope=3
            2 grow --from out --to x --operator stack --shape layers=1
            2 grow --from out --to x --operator stack --shape layers=4 --set nope=1
            2 grow --from out --to x --operator stack --shape layers=4 --dtype f3
            2 grow --from out --to run.yaml --operator stack --shape layers=4
            6 grow --from noisy --to x --operator stack --shape layers=4
            6 export missing --to x
            2 export out --to run.yaml
            2 export out --to x --average 0.5
            6 export noisy --to x
            4 report missing
            4 report folder
            4 report run.yaml
            6 report out --out folder
            4 watch missing --text --once
            2 watch run.yaml --text --once
            4 runs missing
            4 runs noise
            4 runs run.yaml
            4 runs out missing
            4 runs /dev/zero
            2 runs --nope
            4 stop missing
            4 stop folder
            4 stop noise
            4 stop run.yaml
            4 stop /dev/zero
            2 stop out --wait -1
            2 stop out --wait NaN
            2 stop out --wait 99999999999
            2 stop
            6 sample missing --prompt a
            6 sample folder --prompt a
            2 sample out --prompt a --max-tokens -1
            2 sample out --prompt a --max-tokens 99999999999
            2 sample out --prompt a --temperature NaN
            2 sample out --prompt a --temperature -1
            2 sample out --prompt a --top-k -1
            2 sample out --prompt a --top-p 7
            2 sample out --prompt a --min-p -1
            2 sample out --prompt a --count 0
            4 sample out --prompt-file missing
            4 sample out --prompt-file folder
            4 sample out --prompt-file noise
            2 sample out --prompt-file empty
            4 sample out --tokens 99999999
            4 sample out --tokens -1
            2 sample out --tokens x
            6 sample noisy --prompt a
            2 compare missing.yaml
            4 compare folder
            2 compare noise.yaml
            2 compare nul.yaml
            2 compare huge.yaml
            2 compare run.yaml
            2 compare out out
            2 compare out --baseline nope
            2 compare folder --verify
            2 compare out --verify
            4 compare missing missing2
            2 doctor nope
            3 operators nope
            3 operators run.yaml
            3 schedules nope
            3 suites nope
            2 schema nope
            2 schema run nope
            2 completion nope
            3 plugins nope
            3 plugins run.yaml
            3 plugins folder
            2 plugins trust
            2 plugins trust missing
            2 plugins trust folder
            2 plugins trust noise
            2 plugins trust empty
            2 plugins trust run.yaml
            2 plugins trust /dev/zero
            2 plugins trust --remove missing
            2 plugins trust --remove folder
            2 plugins trust --remove 0123456789abcdef
            2 new-plugin
            2 new-plugin 9bad
            2 new-plugin a/b
            2 new-plugin good --dir run.yaml
            2 new-plugin good --operator --schedule
            2 help nope
            2 version nope
            2 nope
            2 --nope
            2 plan run.yaml --set name=../../etc
            2 train run.yaml --log folder
            2 train run.yaml --serve nope
            2 train run.yaml --serve 99999
            2 export out --to x --format nope
            6 export folder --to x --format npy
            2 sample out --prompt a --count 2147483647
            4 sample out --prompt-file /dev/zero
            4 eval out --data /dev/zero
            2 train run.yaml --set model.vocabulary=2147483647
            2 train run.yaml --set training.workers=2147483647
            2 train run.yaml --set checkpoint.keep=-1
            2 bench --size nope
            2 bench --steps -1
            2 bench --seconds -1
            2 bench --workers -1
            2 bench --family nope
            3 bench --against nope
            """;

    private static final int LONGEST = 1000;

    @TempDir
    private static Path home;
    private static Map<String, String> before;

    @BeforeAll
    static void makeBadThings() throws IOException {
        TinyRun.growing().with("40ba", "20ba").write(home.resolve("run.yaml"));
        Commands.in(home).run("train", "run.yaml", "--out", "out").succeeds();
        byte[] noise = new byte[4000];
        new Random(1).nextBytes(noise);
        for (String name : List.of("noise", "noise.yaml", "noise.txt", "noise.safetensors", "noisy/config.json")) {
            Files.createDirectories(home.resolve(name).getParent());
            Files.write(home.resolve(name), noise);
        }
        for (String name : List.of("empty", "empty.yaml", "empty.txt")) {
            Files.createFile(home.resolve(name));
        }
        Files.writeString(home.resolve("nul.yaml"), "name: a\0b\n");
        Files.write(home.resolve("latin.yaml"), "name: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.createDirectory(home.resolve("folder"));
        // where the caches of runs without --out lie
        Files.createDirectory(home.resolve("runs"));
        Files.writeString(Files.createDirectory(home.resolve("bare")).resolve("config.json"), "{\"model_type\": \"llama\"}");
        Files.writeString(home.resolve("nul.txt"), "a\0b\0c");
        for (String name : List.of("huge.yaml", "huge.txt")) {
            try (RandomAccessFile huge = new RandomAccessFile(home.resolve(name).toFile(), "rw")) {
                // a hole, which takes no room on the disk
                huge.setLength(2L << 30);
            }
        }
        before = contents();
    }

    /** Returns path → size and time of everything but what is remembered of data. */
    private static Map<String, String> contents() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(home)) {
            for (Path path : paths.filter(path -> !path.toString().contains(".cache")).toList()) {
                boolean file = Files.isRegularFile(path);
                all.put(home.relativize(path).toString(), file ? Files.size(path) + " " + Files.getLastModifiedTime(path) : "folder");
            }
        }
        return all;
    }

    @Test
    void eachIsRefusedInOneLineWithNothingChanged() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String line : LINES.lines().toList()) {
            List<String> words = Arrays.asList(line.split(" "));
            Ended ended = Commands.in(home).run(words.subList(1, words.size()).toArray(String[]::new)).ended();
            String errors = ended.errors();
            boolean oneLine = errors.startsWith("growth: ") && errors.lines().count() == 1 && errors.length() < LONGEST;
            boolean plain = Stream.of("unexpected ", "Exception").noneMatch((errors + ended.output())::contains)
                    || errors.startsWith("growth: unexpected argument ");
            if (!oneLine || !plain || ended.status() != Integer.parseInt(words.get(0)) || !contents().equals(before)) {
                wrong.add(line + " => " + ended.status() + " " + errors + (contents().equals(before) ? "" : " and something has changed"));
                before = contents();
            }
        }
        assertThat(wrong).isEmpty();
    }
}
