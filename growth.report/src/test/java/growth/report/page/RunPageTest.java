package growth.report.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import growth.api.GrowthException;
import growth.report.plot.Xml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class RunPageTest {
    private static final String FINISHED = "\"outcome\": \"finished\", \"remarks\": [\"the best checkpoint is step 40\"]";
    @TempDir
    private Path folder;

    @Test
    void curvesHoldTheValuesOfTheMetrics() {
        Element page = page(SampleRun.write(folder, "quickstart", FINISHED));
        Element plot = byId(page, "plot-loss-flops");
        Element validation = series(plot, "validation");
        int[] steps = IntStream.rangeClosed(1, SampleRun.STEPS / SampleRun.EVERY).map(i -> i * SampleRun.EVERY).toArray();
        assertArrayEquals(IntStream.of(steps).mapToDouble(SampleRun::validation).toArray(), Xml.numbers(validation, "data-y"), 1e-6);
        assertArrayEquals(IntStream.of(steps).mapToDouble(s -> s * 1e9).toArray(), Xml.numbers(validation, "data-x"), 1e-3);
        assertEquals(steps.length, Xml.moves(Xml.ofClass(validation, "dots").get(0)));
        assertArrayEquals(IntStream.rangeClosed(1, SampleRun.STEPS).mapToDouble(SampleRun::training).toArray(),
                Xml.numbers(series(plot, "training"), "data-y"), 1e-6);
        assertArrayEquals(new double[] {282000, 734800, 734800}, Xml.numbers(series(byId(page, "plot-size"), "parameters"), "data-y"));
        for (String id : List.of("loss-steps", "loss-tokens", "loss-seconds", "learning-rate", "gradient-norm", "speed", "growth-1")) {
            assertEquals(1, Xml.ofClass(byId(page, "plot-" + id), "rule").size(), id);
        }
    }

    @Test
    void wordsAndFiguresAreThere() {
        String text = page(SampleRun.write(folder, "quickstart", FINISHED)).getTextContent();
        assertTrue(text.contains("llama 12L 64H 4h/4kv×16 f176 V1024 T64 grew by stack at step 10 from 282.0k to 734.8k parameters and"
                + " finished with validation loss 1.4538 (perplexity 4.28) after 40 steps, 41.0k tokens, 40.0 GFLOP and 20s."), text);
        for (String words : List.of("the best checkpoint is step 40", "stack: layers 3 → 12 (0–2 ×4)", "2.4102 → 2.9727",
                "gradients differ by at least 5.97e-01", "optimizer state reset, learning rate restart",
                "within 5 steps, by the next evaluation (1.9943 after 2.3076)", "seed: 1", "OpenBLAS", "growth.engine.cpu", "1.1.0")) {
            assertTrue(text.contains(words), words);
        }
    }

    @Test
    void nothingIsLoadedAndNothingButThePagesOwnScriptRuns() {
        String html = Report.ofRun(SampleRun.write(folder, "quickstart", FINISHED)).html();
        Element page = Xml.parse(html);
        for (Element element : Xml.all(page, e -> true)) {
            for (String attribute : List.of("src", "href", "xlink:href", "action", "srcset")) {
                String value = element.getAttribute(attribute);
                assertTrue(value.isEmpty() || value.startsWith("#") || value.equals("data:,"), value);
            }
            assertEquals("", element.getAttribute("style"), "the policy forbids styles of elements");
        }
        String policy = Xml.all(page, e -> e.getAttribute("http-equiv").equals("Content-Security-Policy")).get(0).getAttribute("content");
        assertTrue(policy.startsWith("default-src 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("en", page.getAttribute("lang"));
        Xml.all(page, e -> e.getTagName().equals("svg") && !e.getAttribute("aria-hidden").equals("true")).forEach(svg -> {
            assertEquals("title", svg.getFirstChild().getNodeName());
            assertEquals("desc", svg.getFirstChild().getNextSibling().getNodeName());
        });
        assertEquals(Xml.all(page, e -> e.hasAttribute("id")).size(), Xml.all(page, e -> e.hasAttribute("id")).stream()
                .map(e -> e.getAttribute("id")).distinct().count(), "an id twice");
    }

    @Test
    void namesAreDataAndNotMarkup() {
        String name = "</title></script><script>alert(1)</script>";
        Element page = page(SampleRun.write(folder, name, FINISHED));
        assertEquals(1, Xml.all(page, e -> e.getTagName().equals("script")).size());
        assertEquals(name, Xml.all(page, e -> e.getTagName().equals("h1")).get(0).getTextContent());
        assertTrue(page.getTextContent().contains("synthetic <b>"));
    }

    @Test
    void everyOutcomeHasItsSentence() {
        assertTrue(page(SampleRun.write(folder, "a", "\"outcome\": \"diverged\"")).getTextContent().contains("diverged after 40 steps"));
        assertTrue(page(SampleRun.write(folder, "a", "\"outcome\": \"stopped\"")).getTextContent().contains("was stopped after 40 steps"));
        assertTrue(page(SampleRun.write(folder, "a", "\"outcome\": \"failed\"")).getTextContent().contains("failed after 40 steps"));
    }

    @Test
    void whatIsCutOffIsDrawnAsFarAsItGoes() throws Exception {
        SampleRun.write(folder, "cut", FINISHED);
        List<String> lines = Files.readAllLines(folder.resolve("metrics.jsonl"));
        Files.write(folder.resolve("metrics.jsonl"), lines.subList(0, 20));
        Files.writeString(folder.resolve("metrics.jsonl"), "{\"kind\": \"st", StandardOpenOption.APPEND);
        Files.delete(folder.resolve("run.yaml"));
        Files.writeString(folder.resolve("provenance.json"), "{");
        String text = page(folder).getTextContent();
        assertTrue(text.contains("still training, or was cut off"), text);
        assertTrue(text.contains("provenance.json") && text.contains("metrics.jsonl:21"), text);
    }

    @Test
    void aRunThatJustBeganHasAPage() throws Exception {
        Files.writeString(folder.resolve("metrics.jsonl"), "{\"kind\": \"start\", \"step\": 0, \"tokens\": 0, \"epochs\": 0, \"flops\": 0,"
                + " \"seconds\": 0, \"stage\": 0, \"name\": \"new\", \"resumed\": false}\n");
        assertTrue(page(folder).getTextContent().contains("No evaluation was made."));
    }

    /** Of four images three got their own label; c has none, and was answered once. */
    @Test
    void aClassifierIsShownByLabel() throws Exception {
        String place = "\"tokens\": 4, \"epochs\": 1, \"flops\": 0, \"seconds\": 0, \"stage\": 0, ";
        Files.writeString(folder.resolve("metrics.jsonl"), "{\"kind\": \"stage\", \"step\": 0, " + place + "\"shape\": \"vit 1L 32H\","
                + " \"parameters\": 9, \"sequence\": 17}\n{\"kind\": \"evaluation\", \"step\": 1, " + place + "\"loss\": 1,"
                + " \"scored\": 4, \"correct\": 3, \"accuracy\": 0.75, \"top3\": null, \"precision\": 0.6667, \"recall\": 0.5,"
                + " \"f1\": 0.5556, \"labels\": [\"a\", \"b\", \"c\"], \"confusion\": [[2, 0, 0], [0, 1, 1], [0, 0, 0]]}\n");
        Element page = page(folder);
        String text = page.getTextContent();
        assertTrue(text.contains("accuracy 75.00%") && !text.contains("perplexity"), text);
        assertTrue(text.contains("75.00 % of the images got their own label. Means over labels: precision 66.67 %, recall 50.00 %, F1"
                + " 55.56 %."), text);
        List<String> rows = Xml.all(page, e -> e.getTagName().equals("tr")).stream().map(Element::getTextContent).toList();
        assertTrue(rows.contains("b21100.00 %50.00 %66.67 %") && rows.contains("c010.00 %n/a0.00 %"), rows.toString());
        assertTrue(rows.contains("b011"), rows.toString());
    }

    @Test
    void aFolderWithoutMetricsIsRefused() {
        GrowthException e = assertThrows(GrowthException.class, () -> Report.ofRun(folder));
        assertEquals(GrowthException.Kind.DATA, e.kind());
    }

    @Test
    void plotsAreWrittenBesideThePage() {
        Report report = Report.ofRun(SampleRun.write(folder, "quickstart", FINISHED));
        report.write(folder.resolve("page/report.html"));
        report.writePlots(folder.resolve("plots"));
        assertTrue(Files.exists(folder.resolve("page/report.html")));
        assertEquals(10, report.plots().size());
        report.plots().forEach(plot -> assertTrue(Files.exists(folder.resolve("plots/" + plot.heading().id() + ".svg"))));
    }

    private static Element page(Path folder) {
        return Xml.parse(Report.ofRun(folder).html());
    }

    static Element byId(Element page, String id) {
        return Xml.all(page, e -> e.getAttribute("id").equals(id)).stream().findFirst().orElseThrow(() -> new AssertionError("no " + id));
    }

    static Element series(Element plot, String name) {
        return Xml.ofClass(plot, "series").stream().filter(s -> s.getAttribute("data-name").equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("no series " + name));
    }
}
