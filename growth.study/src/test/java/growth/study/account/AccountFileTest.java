package growth.study.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.study.statistics.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written reads back equal, whatever is unknown or infinite in it. */
class AccountFileTest {
    private static final double NAN = Double.NaN;

    private static Account account() {
        At at = new At(10, 1280, 2.5e9, 1.0 / 3);
        Spread spread = new Spread(2.1, 2.0, NAN, 2.1, Double.POSITIVE_INFINITY, 1);
        RunResult run = new RunResult(1, "", "runs/stack/seed-1", Outcome.FINISHED, at, Map.of(Measures.LOSS, Math.PI, Measures.F1, NAN),
                List.of(new RunResult.CurvePoint(at, 0.1)), List.of(new RunResult.Stage(at, "llama 2L", 37024)));
        GrowthResult growth = new GrowthResult(1, "stack", "2L", "4L", at, new GrowthResult.Recovery(2, 3, Double.POSITIVE_INFINITY, NAN),
                new GrowthResult.Preservation("none", 1.5), new GrowthResult.Health(0.1, List.of("w"), NAN));
        ArmResult arm = new ArmResult("stack", "variant", List.of(run), Map.of(Measures.LOSS, spread),
                List.of(new ArmResult.Band(Axis.FLOPS, List.of(new ArmResult.BandPoint(1e9, 2, 1, 3)))),
                new ArmResult.Cost(List.of(new ArmResult.CostItem("small model", 1e8, NAN, true)), 1e9, 2, 1, 1e9, 2), List.of(growth),
                new Tuning(List.of(new Tuning.Trial("a", Map.of("lr", "1e-3"), List.of(new Tuning.SeedLoss(1, NAN)))),
                        List.of(new Tuning.Choice(1, "a", 2)), 2, List.of("lr")));
        Account.Target target = new Account.Target("final", 1, 2.5);
        Comparison.Ratio ratio = new Comparison.Ratio(1.5, 0.5, 1 / 3.0, Interval.NONE, Interval.NONE, 1, 1);
        Comparison.Difference difference = new Comparison.Difference(Measures.LOSS, List.of(new Comparison.PairedValue(1, 2, 3)), -1, NAN,
                Interval.NONE, Interval.NONE, NAN, NAN, 0.1, new Interval(Double.NEGATIVE_INFINITY, 0.2));
        Comparison comparison = new Comparison("stack", "scratch", difference, List.of(), Comparison.Verdict.ONE_SEED, "one seed",
                new Comparison.Power(1, NAN, NAN), List.of(new Comparison.Speedup(target, Axis.SECONDS, ratio, List.of())),
                List.of(new Comparison.SpeedupCurve(Axis.TOKENS, List.of(new Comparison.SpeedupPoint(2, 1.5, Interval.NONE)))),
                List.of(new Comparison.BatchVerdict("4", -0.1, Interval.NONE, Comparison.Verdict.TIED)));
        return new Account(
                new Account.Summary("s", "stack", List.of("ä"), List.of(new Warning("stack", Warning.Kind.ONE_SEED, "one seed"))),
                new Account.Setting(List.of(1L), "2 GFLOP", List.of(target), List.of("other"), "perplexity", Math.log(256), 0.95,
                        List.of()),
                List.of(arm), List.of(comparison), new Noise(spread, NAN, true), new ExchangeRate(0.1, 0.001, Interval.NONE, 1e9, 3, NAN),
                new Envelope(List.of(new Envelope.EnvelopePoint("stack", "variant", 37024, spread)), "stack", NAN, NAN),
                List.of(new Sweep("growth.schedule.at", true, List.of(new Sweep.SweepPoint("stack", "5%", 0.05, ratio, difference)))),
                List.of(new Isoplot("primitives: copy", List.of(new Isoplot.IsoCurve("stack", List.of(new Isoplot.IsoPoint(1, 2, 0.5)))),
                        List.of(new Isoplot.IsoDistance("stack", 0.1, Interval.NONE)))),
                new Configuration(List.of(new Configuration.Row("growth", Map.of("stack", "x"))), Map.of(), Map.of(), Map.of()));
    }

    @Test
    void readsBackEqual(@TempDir Path folder) {
        Path file = folder.resolve(AccountFile.NAME);
        AccountFile.write(account(), file);
        assertThat(AccountFile.read(file)).isEqualTo(account());
        assertThat(AccountFile.read(file).arm("stack").orElseThrow().runs().get(0).loss()).isEqualTo(Math.PI);
    }

    @Test
    void saysWhatIsUnknownAndInfiniteInJsonThatOthersRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(AccountFile.NAME);
        AccountFile.write(account(), file);
        assertThat(Files.readString(file)).contains("\"deviation\": null").contains("\"high\": \"infinite\"")
                .contains("\"low\": \"-infinite\"")
                .doesNotContain("NaN");
    }

    @Test
    void refusesWhatIsNoAccount(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve(AccountFile.NAME), "{\n\"summary\": {\"study\": 1,\n");
        assertThatThrownBy(() -> AccountFile.read(file)).isInstanceOf(GrowthException.class).hasMessageContaining(file + ":3")
                .hasMessageContaining("is no account of a study");
        Files.writeString(file, "{\"other\": 1}");
        assertThatThrownBy(() -> AccountFile.read(file)).isInstanceOf(GrowthException.class)
                .hasMessageContaining(file + ":1").hasMessageContaining("summary");
    }

    /** A null where a record stands would be a failure far from the file. */
    @Test
    void refusesNothingWhereSomethingStands(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(AccountFile.NAME);
        AccountFile.json(account()).fieldNames().forEachRemaining(name -> {
            ObjectNode json = (ObjectNode) AccountFile.json(account());
            json.putNull(name);
            assertThatThrownBy(() -> AccountFile.read(Files.writeString(file, json.toString()))).as(name)
                    .isInstanceOf(GrowthException.class).hasMessageContaining("is no account of a study");
        });
        Files.writeString(file, "{\"summary\": {\"study\": \"a\",\n\"study\": \"b\"}}");
        assertThatThrownBy(() -> AccountFile.read(file)).isInstanceOf(GrowthException.class).hasMessageContaining(file + ":2")
                .hasMessageContaining("Duplicate field 'study'");
    }
}
