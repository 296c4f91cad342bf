package growth.study.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run folders as they lie on a disk. */
class RecordsReaderTest {
    @TempDir
    private Path folder;

    private Path run(String name, long seed, String more, double... losses) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name + "-" + seed));
        Files.writeString(run.resolve("run.yaml"), "name: " + name + "\nseed: " + seed + "\nmodel: {family: llama, context: 32}\n" + more);
        Files.writeString(run.resolve("provenance.json"), "{\"seed\": " + seed + ", \"data\": {\"train\": \"/here/a.txt\","
                + " \"train.sha256\": \"" + (more.contains("other-data") ? "b" : "a") + "\", \"tokenizer\": \"bytes\"},"
                + " \"starts\": [{\"time\": \"2026-01-01T00:00:00Z\", \"machine\": {\"processor\": \"P\"}}]}");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < losses.length; i++) {
            lines.append(line("evaluation", i + 1, ",\"loss\":" + losses[i] + ",\"scored\":100,\"correct\":10,\"accuracy\":0.1"));
        }
        lines.append(line("end", losses.length, ",\"outcome\":\"finished\""));
        Files.writeString(run.resolve("metrics.jsonl"), lines);
        return run;
    }

    private static String line(String kind, int at, String more) {
        String progress = "\"step\":%d,\"tokens\":%d,\"epochs\":0,\"flops\":%d,\"seconds\":%d,\"stage\":0";
        return String.format(Locale.ROOT, "{\"kind\":\"%s\"," + progress + "%s}%n", kind, 10 * at, 100 * at, 1000 * at, at, more);
    }

    @Test
    void runsThatAreEqualButForTheSeedAreOneArm() throws IOException {
        List<Path> runs = List.of(run("scratch", 1, "training: {lr: 1e-3}\n", 4, 3, 2.5), run("scratch", 2, "training: {lr: 1e-3}\n", 4, 3,
                2.52), run("stack", 1, "training: {lr: 1e-3}\ngrowth: {operator: {kind: stack}}\n", 4, 2.5, 2.4),
                run("stack", 2, "training: {lr: 1e-3}\ngrowth: {operator: {kind: stack}}\n", 4, 2.52, 2.42));
        Account account = AccountBuilder.account(RecordsReader.ofRuns(runs, Optional.empty()));
        assertThat(account.arms()).extracting(ArmResult::name).containsExactly("scratch", "stack");
        assertThat(account.baseline().name()).isEqualTo("scratch");
        Comparison stack = account.comparison("stack").orElseThrow();
        assertThat(stack.loss().mean()).isCloseTo(-0.1, within(1e-12));
        assertThat(stack.speedups().get(0).ratio().r()).isCloseTo(1.5, within(1e-12));
        assertThat(account.configuration().differences()).extracting(Configuration.Row::path).containsExactly("growth.operator.kind");
        Account turned = AccountBuilder.account(RecordsReader.ofRuns(runs, Optional.of(runs.get(2).toString())));
        assertThat(turned.baseline().name()).isEqualTo("stack");
        assertThat(turned.comparison("scratch").orElseThrow().loss().mean()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void refusesWhatCannotBeCompared() throws IOException {
        Path scratch = run("scratch", 1, "", 4, 3);
        Path other = run("other", 1, "evaluate: {tokens: 99}\n# other-data", 4, 3);
        assertThatThrownBy(() -> AccountBuilder.account(RecordsReader.ofRuns(List.of(scratch, other), Optional.empty())))
                .isInstanceOf(GrowthException.class).hasMessageContaining("they differ in training data (train.sha256: a and b)");
        Path twin = run("twin", 1, "", 4, 3);
        assertThatThrownBy(() -> RecordsReader.ofRuns(List.of(scratch, twin), Optional.empty()))
                .hasMessageContaining("are the same run: settings and seed 1 are equal");
        Path second = run("scratch", 2, "", 4, 3);
        assertThatThrownBy(() -> RecordsReader.ofRuns(List.of(scratch, second), Optional.empty()))
                .hasMessageContaining("equal but for the seed");
        assertThatThrownBy(() -> RecordsReader.ofRuns(List.of(scratch, other), Optional.of("nothing")))
                .hasMessageContaining("'nothing' is none of the arms scratch, other");
        Path blind = run("blind", 1, "growth: {trains: new}\n");
        assertThatThrownBy(() -> RecordsReader.ofRuns(List.of(blind, scratch), Optional.empty())).hasMessageContaining("never evaluated");
        assertThatThrownBy(() -> RecordsReader.ofRuns(List.of(scratch, folder.resolve("none")), Optional.empty()))
                .isInstanceOf(GrowthException.class).hasMessageContaining("none");
    }

    @Test
    void usesTheReadablePartOfABrokenRecordAndSaysSo() throws IOException {
        Path scratch = run("scratch", 1, "", 4, 3, 2.5);
        Path stack = run("stack", 1, "growth: {trains: new}\n", 4, 3, 2.4);
        Files.writeString(stack.resolve("metrics.jsonl"), Files.readString(stack.resolve("metrics.jsonl")) + "{\"kind\":\"step\",\"st");
        Account account = AccountBuilder.account(RecordsReader.ofRuns(List.of(scratch, stack), Optional.empty()));
        assertThat(account.comparison("stack").orElseThrow().loss().mean()).isCloseTo(-0.1, within(1e-12));
        assertThat(account.summary().warnings()).anySatisfy(w -> {
            assertThat(w.kind()).isEqualTo(Warning.Kind.UNREADABLE);
            assertThat(w.text()).contains("metrics.jsonl");
        });
    }

    @Test
    void namesTheFirstNumberThatTheMetricsDoNotGive() throws IOException {
        List<Path> runs = List.of(run("scratch", 1, "", 4, 3, 2.5), run("stack", 1, "growth: {trains: new}\n", 4, 3, 2.4));
        Account account = AccountBuilder.account(RecordsReader.ofRuns(runs, Optional.empty()));
        assertThat(AccountVerifier.compare(account, account).differences()).isEmpty();
        assertThat(AccountVerifier.compare(account, account).values()).isGreaterThan(100);
        run("stack", 1, "growth: {trains: new}\n", 4, 3, 2.41);
        Account changed = AccountBuilder.account(RecordsReader.ofRuns(runs, Optional.empty()));
        assertThat(AccountVerifier.compare(account, changed).differences()).anySatisfy(
                d -> assertThat(d).isEqualTo("comparisons[0].loss.seeds[0].arm is 2.4, but the metrics give 2.41"));
    }
}
