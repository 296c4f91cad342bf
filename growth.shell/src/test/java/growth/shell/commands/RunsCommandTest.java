package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import growth.runtime.folder.ProcessIdentity;
import growth.runtime.folder.RunFolder;
import growth.runtime.folder.RunLock;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunsCommandTest {
    @TempDir
    private Path home;
    private Trial trial;

    @BeforeEach
    void commands() {
        trial = new Trial().in(home).with("runs", RunsCommand::new).with("stop", StopCommand::new);
    }

    /** Writes a run of 40 steps that has come to step 10, and perhaps ended. */
    private RunFolder write(String folder, String outcome, int secondsAgo) throws IOException {
        RunFolder run = new RunFolder(Files.createDirectories(home.resolve(folder)));
        String at = "\"step\": 10, \"tokens\": 640, \"epochs\": 0.5, \"flops\": 1e3, \"seconds\": 5.0, \"stage\": 0";
        Files.writeString(run.runFile(), "model: {family: llama}\ntraining: {duration: 40ba}\n");
        Files.writeString(run.provenance(), "{\"seed\": 1, \"starts\": [{\"time\": \"2026-11-25T12:34:56.789Z\"}]}");
        Files.writeString(run.metrics(), "{\"kind\": \"step\", " + at + ", \"loss\": 2.5, \"tokens_per_second\": 128.0}\n"
                + "{\"kind\": \"evaluation\", " + at + ", \"loss\": 2.75, \"scored\": 10, \"correct\": 1}\n"
                + (outcome.isEmpty() ? "" : "{\"kind\": \"end\", " + at + ", \"outcome\": \"" + outcome + "\"}\n"));
        Files.setLastModifiedTime(run.metrics(), FileTime.from(Instant.now().minusSeconds(secondsAgo)));
        return run;
    }

    private static void mark(RunFolder run, ProcessIdentity process, String work, String command) throws IOException {
        Files.writeString(run.process(), new ObjectMapper().writeValueAsString(Map.of("pid", process.pid(), "began", process.began(),
                "host", process.host(), "space", process.space(), "since", "2026-11-25T12:34:50Z", "work", work, "command", command)));
    }

    private static ProcessIdentity elsewhere() {
        ProcessIdentity here = ProcessIdentity.current();
        return new ProcessIdentity(77, here.began(), "node7", here.space());
    }

    private static ProcessIdentity gone() {
        ProcessIdentity here = ProcessIdentity.current();
        return new ProcessIdentity(here.pid(), here.began() + "1", here.host(), here.space());
    }

    @Test
    void tellsWhatRunsWhereAndHowFar() throws IOException {
        RunFolder running = write("runs/running", "", 5000);
        write("runs/over", "finished", 100);
        write("runs/saved", "stopped", 200);
        mark(write("runs/broken off", "", 300), gone(), "training", "train a.yaml");
        mark(write("studies/one/runs/a/seed-1", "", 10), elsewhere(), "training", "compare one.yaml");
        mark(write("studies/one/runs/a/seed-2", "", 4000), elsewhere(), "training", "compare one.yaml");
        Files.writeString(home.resolve("studies/one/study.yaml"), "");
        write("studies/one/shared/a/seed-1", "", 1);
        write("runs/.hidden/run", "", 1);
        write("runs/over/checkpoints/step-1", "", 1);
        try (RunLock lock = RunLock.take(running)) {
            Result result = trial.run("runs").ends(0);
            assertThat(result.lines().stream().map(line -> line.replaceAll("  +", "|").strip())).containsExactly(
                    "run|state|step|done|loss|valid|last sign|started|process",
                    "studies/one/runs/a/seed-1|running|10/40|25%|2.5000|2.7500|10s|11-25 12:34|77@node7",
                    "runs/running|running|10/40|25%|2.5000|2.7500|1h23m|11-25 12:34|" + ProcessHandle.current().pid(),
                    "runs/over|finished|10/40|100%|2.5000|2.7500|1m40s|11-25 12:34|–",
                    "runs/saved|stopped|10/40|25%|2.5000|2.7500|3m20s|11-25 12:34|–",
                    "runs/broken off|killed|10/40|25%|2.5000|2.7500|5m00s|11-25 12:34|–",
                    "studies/one/runs/a/seed-2|silent|10/40|25%|2.5000|2.7500|1h06m|11-25 12:34|77@node7",
                    "2 running, 1 silent, 1 killed, 1 stopped, 1 finished");
            assertThat(trial.run("runs", "runs", "--running").ends(0).lines()).hasSize(3);
            JsonNode json = new ObjectMapper().readTree(trial.run("runs", "runs/running", "--json").ends(0).out()).get("runs").get(0);
            assertThat(json.get("folder").asText()).isEqualTo(running.path().toString());
            assertThat(List.of(json.get("state").asText(), json.get("step").asInt(), json.get("steps").asInt(),
                    json.get("share").asDouble(), json.get("loss").asDouble(), json.get("validation_loss").asDouble(),
                    json.get("pid").asLong()))
                            .isEqualTo(
                            List.of("running", 10, 40, 0.25, 2.5, 2.75, ProcessHandle.current().pid()));
            assertThat(Instant.parse(json.get("last_sign").asText())).isBefore(Instant.now().minusSeconds(4990));
        }
    }

    @Test
    void aRecordThatEndedIsRunningAgainWhenItsProcessIsThere() throws IOException {
        RunFolder run = write("runs/again", "stopped", 100);
        try (RunLock lock = RunLock.take(run)) {
            assertThat(trial.run("runs", "--running").lines()).last().isEqualTo("1 running");
        }
        assertThat(trial.run("runs").lines()).last().isEqualTo("1 stopped");
        assertThat(trial.run("runs", "--running").ends(0).out()).isEqualTo("nothing runs in runs\n");
    }

    @Test
    void saysWhereThereIsNothing() {
        assertThat(trial.run("runs").ends(0).out()).isEqualTo("no runs in runs and studies of this folder\n");
        assertThat(trial.run("runs", "none").ends(4).err()).isEqualTo("growth: " + home.resolve("none") + ": does not exist\n");
        assertThat(trial.run("stop", "none").ends(4).err()).contains("none: holds no run").hasLineCount(1);
    }

    @Test
    void hundredsOfRunsAreListed() throws IOException {
        for (int i = 0; i < 300; i++) {
            write("runs/run-" + i, "finished", i);
        }
        assertThat(trial.run("runs").ends(0).lines()).hasSize(302);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void stopsTheProcessThatIsMeantAndNoOther() throws IOException, InterruptedException {
        RunFolder run = write("runs/a run", "", 1);
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            ProcessIdentity identity = ProcessIdentity.of(process.toHandle());
            mark(run, new ProcessIdentity(identity.pid(), identity.began() + "1", identity.host(), identity.space()), "training", "");
            assertThat(trial.run("stop", "runs/a run").ends(0).out()).contains("nothing trains there, it is killed");
            assertThat(process.isAlive()).isTrue();
            mark(run, identity, "training", "train run.yaml");
            String folder = home.resolve("runs/a run").toString();
            assertThat(trial.run("stop", "runs/a run").ends(0).lines()).containsExactly("asked process " + process.pid() + " on "
                    + identity.host() + " to save and end", "killed at step 10",
                    "  resume: growth train '" + folder + "/run.yaml' --out '" + folder + "' --resume");
            assertThat(process.waitFor()).as("SIGTERM").isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void stopsNothingThatItDoesNotKnow() throws IOException {
        RunFolder run = write("studies/one/runs/a/seed-1", "", 1);
        mark(run, elsewhere(), "training", "train run.yaml");
        assertThat(trial.run("stop", run.path().toString()).ends(2).err()).contains("process 77 on node7; stop it there").hasLineCount(1);
        mark(run, ProcessIdentity.current(), "training", "shell");
        assertThat(trial.run("stop", run.path().toString()).ends(2).err()).contains("it trains in this shell").hasLineCount(1);
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            mark(run, ProcessIdentity.of(process.toHandle()), "training", "shell");
            assertThat(trial.run("stop", run.path().toString()).ends(2).err()).contains("is a shell, which may train more").hasLineCount(1);
            mark(run, ProcessIdentity.of(process.toHandle()), "training", "compare one.yaml");
            mark(new RunFolder(home.resolve("studies/one")), ProcessIdentity.of(process.toHandle()), "study", "compare one.yaml");
            assertThat(trial.run("stop", run.path().toString()).ends(2).err())
                    .contains("trains a whole study; stop that: growth stop " + home.resolve("studies/one")).hasLineCount(1);
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
