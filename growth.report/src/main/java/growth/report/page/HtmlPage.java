package growth.report.page;

import growth.report.plot.Markup;
import growth.report.plot.PlotStyle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * An HTML page in one file. It is well-formed XML as well. Its policy forbids every request, and every style and script but the page's own,
 * which are known by their hashes.
 */
final class HtmlPage {
    private HtmlPage() {
    }

    /**
     * Returns the page.
     *
     * @param title of the window
     * @param body  header, main and footer
     */
    static String of(String title, String body) {
        String style = PlotStyle.page() + resource("page.css");
        // In HTML the marks are comments of the script, in XML they let it use < and &.
        String script = "//<![CDATA[\n" + PlotStyle.script() + resource("page.js") + "//]]>";
        Markup page = new Markup();
        page.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").open("head").empty("meta", "charset", "utf-8");
        page.empty("meta", "http-equiv", "Content-Security-Policy", "content", "default-src 'none'; style-src 'sha256-" + sha256(style)
                + "'; script-src 'sha256-" + sha256(script) + "'; img-src data:; base-uri 'none'; form-action 'none'");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark").empty("meta", "name", "generator", "content", "Growth");
        page.empty("link", "rel", "icon", "href", "data:,").element("title", title);
        page.open("style").raw(style).close().close();
        page.open("body").raw(body).open("script").raw(script).close().close().close();
        return "<!DOCTYPE html>\n" + page + "\n";
    }

    private static String resource(String name) {
        try (InputStream text = Objects.requireNonNull(HtmlPage.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
