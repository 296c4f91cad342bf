package growth.report.plot;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** Reads markup with the JDK's parser, which accepts nothing that is not well-formed. */
public final class Xml {
    private Xml() {
    }

    /** Returns the root. */
    public static Element parse(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(text.replaceFirst("^<!DOCTYPE html>", "")))).getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError("not well-formed: " + e.getMessage(), e);
        }
    }

    /** Returns all elements below that one, itself included, for which that holds. */
    public static List<Element> all(Element root, Predicate<Element> which) {
        List<Element> found = new ArrayList<>();
        if (which.test(root)) {
            found.add(root);
        }
        for (Node child = root.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                found.addAll(all(element, which));
            }
        }
        return found;
    }

    /** Returns the elements of that CSS class. */
    public static List<Element> ofClass(Element root, String name) {
        return all(root, e -> Arrays.asList(e.getAttribute("class").split(" ")).contains(name));
    }

    /** Returns the numbers of a list in an attribute. */
    public static double[] numbers(Element element, String attribute) {
        return Arrays.stream(element.getAttribute(attribute).split(",", -1)).mapToDouble(v -> v.isEmpty() ? Double.NaN
                : Double.parseDouble(v)).toArray();
    }

    /** Returns how often a path begins a new line. */
    public static long moves(Element path) {
        return Pattern.compile("M").matcher(path.getAttribute("d")).results().count();
    }
}
