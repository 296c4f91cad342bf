package growth.report.page;

import static growth.report.page.RunPageTest.byId;
import static growth.report.page.RunPageTest.series;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import growth.report.plot.Xml;
import growth.study.account.Account;
import growth.study.account.AccountFile;
import growth.study.account.ArmResult;
import growth.study.account.Axis;
import growth.study.account.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class StudyPageTest {
    private static final String STACK = "<script>stack</script>";
    @TempDir
    private Path folder;

    @Test
    void everyArmIsDrawnWithTheNumbersOfTheAccount() {
        Account account = SampleStudy.write(folder, 3, STACK);
        Element page = Xml.parse(Report.ofStudy(account, folder).html());
        for (Axis axis : Axis.values()) {
            Element plot = byId(page, "plot-loss-" + axis.name().toLowerCase(Locale.ROOT));
            for (ArmResult arm : account.arms()) {
                ArmResult.Band band = arm.bands().stream().filter(b -> b.axis() == axis).findFirst().orElseThrow();
                Element line = series(plot, arm.name());
                assertArrayEquals(band.points().stream().mapToDouble(ArmResult.BandPoint::mean).toArray(), Xml.numbers(line, "data-y"),
                        1e-6);
                assertArrayEquals(band.points().stream().mapToDouble(ArmResult.BandPoint::low).toArray(), Xml.numbers(line, "data-low"),
                        1e-6);
                assertEquals(1, Xml.ofClass(line, "band").size());
            }
            assertEquals(4, Xml.ofClass(plot, "events").size(), "arms that grew after the first evaluation");
        }
    }

    @Test
    void differencesAndSpeedUpsAreThoseOfTheAccount() {
        Account account = SampleStudy.write(folder, 3, STACK);
        Element page = Xml.parse(Report.ofStudy(account, folder).html());
        Comparison stack = account.comparison(STACK).orElseThrow();
        Element row = series(byId(page, "plot-differences"), STACK);
        assertEquals(stack.loss().mean(), Double.parseDouble(row.getAttribute("data-x")), 1e-6);
        assertEquals(stack.loss().t().low(), Double.parseDouble(row.getAttribute("data-low")), 1e-6);
        assertEquals(account.arms().size() - 1, Xml.ofClass(byId(page, "plot-differences"), "estimate").size());
        double[] factors = stack.curves().stream().filter(c -> c.axis() == Axis.FLOPS).findFirst().orElseThrow().points().stream()
                .sorted(Comparator.comparingDouble(Comparison.SpeedupPoint::loss)).mapToDouble(Comparison.SpeedupPoint::r)
                .toArray();
        double[] drawn = Xml.numbers(series(byId(page, "plot-speedup-flops"), STACK), "data-y");
        assertTrue(drawn.length > 3);
        assertEquals(factors[0], drawn[0], 1e-6);
        assertEquals(factors[factors.length - 1], drawn[drawn.length - 1], 1e-6);
        assertEquals(3, Xml.numbers(series(byId(page, "plot-timing"), "speed-up"), "data-x").length);
        assertEquals(3, Xml.numbers(series(byId(page, "plot-envelope"), "from scratch"), "data-x").length);
        assertEquals(account.arms().size(), Xml.ofClass(byId(page, "plot-cost-flops"), "bar").size());
        assertEquals(account.arms().size(), Xml.ofClass(byId(page, "plot-learning-rates"), "series").size());
        assertEquals(account.arms().size(), Xml.ofClass(byId(page, "plot-sizes"), "series").size());
        assertTrue(Xml.ofClass(byId(page, "plot-isoplot-1"), "series").size() >= 2);
    }

    @Test
    void sentencesTablesAndWarningsAreThere() {
        Account account = SampleStudy.write(folder, 3, STACK);
        Element page = Xml.parse(Report.ofStudy(account, folder).html());
        String text = page.getTextContent();
        account.summary().sentences().forEach(sentence -> assertTrue(text.contains(sentence), sentence));
        account.summary().warnings().forEach(warning -> assertTrue(text.contains(warning.text()), warning.text()));
        assertTrue(account.summary().warnings().size() > 0);
        assertTrue(text.contains("40.0 GFLOP"), "the budget");
        account.configuration().differences().forEach(row -> assertTrue(text.contains(row.path()), row.path()));
        assertEquals(1, Xml.all(page, e -> e.getTagName().equals("script")).size());
        // One row an arm, and its warnings in it.
        Element table = Xml.all(page, e -> e.getTagName().equals("tbody")).get(0);
        assertEquals(account.arms().stream().map(ArmResult::name).toList(), Xml.all(table, e -> e.getTagName().equals("th")).stream()
                .map(Element::getTextContent).toList());
        account.summary().warnings().stream().filter(w -> !w.arm().isEmpty()).forEach(w -> assertTrue(
                table.getTextContent().contains(w.text()), w.text()));
    }

    @Test
    void oneSeedSaysSo() {
        Account account = SampleStudy.write(folder, 1, "stack");
        Element page = Xml.parse(Report.ofStudy(account, folder).html());
        assertTrue(page.getTextContent().contains("One seed, no interval."));
        assertEquals(0, Xml.ofClass(byId(page, "plot-differences"), "whisker").size());
    }

    @Test
    void theAccountOnDiskAndItsFolderSuffice() {
        Account account = SampleStudy.write(folder, 2, "stack");
        AccountFile.write(account, folder.resolve(AccountFile.NAME));
        Report report = Report.of(folder);
        assertEquals(Report.ofStudy(account, folder).html(), report.html());
        report.writeStudy(folder);
        assertTrue(Files.exists(folder.resolve("report.html")));
        List.of("loss-flops", "speedup-flops", "differences", "savings", "timing", "envelope", "sizes", "cost-flops").forEach(
                plot -> Xml.parse(read(folder.resolve("plots/" + plot + ".svg"))));
        assertTrue(report.html().length() < 1_000_000, report.html().length() + " characters");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
