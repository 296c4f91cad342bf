package growth.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Opens a page in a browser, where there is one. */
class PageInChromiumTest {
    private static final String PLACE = "(() => { const s = document.getElementById('plot-loss-steps'), b = s.getBoundingClientRect();"
            + " window.scrollTo(0, b.top - 100); const c = s.getBoundingClientRect(); const k = c.width / s.viewBox.baseVal.width;"
            + " return [c.left, c.top, k]; })()";
    // The browser may still be writing to its profile when it is ended.
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path folder;

    @Test
    void marksAreDrawnHoverTellsValuesAndNothingIsComplainedOf() throws Exception {
        Optional<Path> binary = Chromium.installed();
        assumeTrue(binary.isPresent(), "Chromium is not installed");
        Path file = folder.resolve("report.html");
        Report.ofRun(SampleRun.write(folder, "<script>alert(1)</script>", "\"outcome\": \"finished\"")).write(file);
        try (Chromium chromium = Chromium.start(binary.get(), folder.resolve("profile"))) {
            chromium.open(file);
            assertEquals("<script>alert(1)</script>", chromium.evaluate("document.querySelector('h1').textContent").asText());
            marks(chromium);
            hover(chromium);
            toggles(chromium);
            media(chromium);
            assertEquals(List.of(), chromium.complaints());
        }
    }

    private static void marks(Chromium chromium) throws Exception {
        assertEquals(10, chromium.evaluate("document.querySelectorAll('figure svg.plot[id]').length").asInt());
        // One of the four losses is shown at a time.
        assertEquals(7, chromium.evaluate("[...document.querySelectorAll('figure')].filter(f => f.offsetHeight > 0).length").asInt());
        assertTrue(chromium.evaluate("document.querySelector('#plot-loss-steps .marked .line').getBBox().width").asDouble() > 400);
        assertEquals(0, chromium.evaluate("[...document.querySelectorAll('svg.plot[id] text')].filter(t => { const b = t.getBBox(); return"
                + " b.x < -0.5 || b.x + b.width > 600.5; }).length").asInt(), "text is cut");
    }

    private static void hover(Chromium chromium) throws Exception {
        JsonNode place = chromium.evaluate(PLACE);
        // Scrolling hides what is shown.
        chromium.evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(1))))");
        double scale = place.get(2).asDouble();
        // Step 20 of 40, half way between 66 and 582.
        chromium.moveMouse(place.get(0).asDouble() + (66 + 258) * scale, place.get(1).asDouble() + 150 * scale);
        String words = chromium.evaluate("document.getElementById('tip').innerText").asText();
        assertTrue(words.startsWith("20 steps\n"), words);
        assertTrue(words.contains("training") && words.contains("1.7298"), words);
        assertTrue(words.contains("validation") && words.contains("1.8075"), words);
        chromium.evaluate("document.getElementById('plot-loss-steps').focus()");
        chromium.press("ArrowRight");
        assertNotEquals(words, chromium.evaluate("document.getElementById('tip').innerText").asText());
    }

    private static void toggles(Chromium chromium) throws Exception {
        chromium.evaluate("document.querySelector('#loss-steps .legend button').click()");
        assertEquals("none", chromium.evaluate("getComputedStyle(document.querySelector('#plot-loss-flops .series.faint')).display")
                .asText());
        chromium.evaluate("document.querySelector('.tabs button:nth-child(2)').click()");
        assertTrue(chromium.evaluate("document.getElementById('loss-flops').offsetHeight").asInt() > 100);
        chromium.evaluate("document.querySelector('#loss-flops details.data').open = true");
        for (int i = 0; i < 50 && chromium.evaluate("document.querySelectorAll('#loss-flops details td').length").asInt() == 0; i++) {
            Thread.sleep(20);
        }
        assertEquals((SampleRun.STEPS + SampleRun.STEPS / SampleRun.EVERY) * 3,
                chromium.evaluate("document.querySelectorAll('#loss-flops details td').length").asInt());
    }

    private static void media(Chromium chromium) throws Exception {
        String colour = "getComputedStyle(document.querySelector('#plot-loss-flops .marked .line')).stroke";
        chromium.media("prefers-color-scheme", "light");
        String light = chromium.evaluate(colour).asText();
        chromium.media("prefers-color-scheme", "dark");
        assertNotEquals(light, chromium.evaluate(colour).asText());
        chromium.media("", "print");
        assertEquals(light, chromium.evaluate(colour).asText());
        chromium.media("", "screen");
        chromium.width(390);
        assertTrue(chromium.evaluate("document.documentElement.scrollWidth").asInt() <= 390, "the page is wider than a narrow screen");
        assertEquals(0, chromium.evaluate("[...document.querySelectorAll('svg.plot[id] text')].filter(t => { const b = t.getBBox(); return"
                + " b.x < -0.5 || b.x + b.width > 600.5; }).length").asInt(), "text is cut on a narrow screen");
    }
}
