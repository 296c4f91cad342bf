package growth.it;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Adds up the JUnit reports of one build, those of the plain tests and those from inside Felix, and prints the tests that failed, a line
 * each, and last one line {@code N passed, N failed, N skipped}. The exit status is 1 if a test failed, if none ran inside Felix, or if
 * the framework ended with another status than 0: the tester's reports are silent about test classes that could not be set up, its status
 * is not.
 *
 * <p>Arguments: the folder of all modules, when the build began ({@code 2026-01-31T23:59:59Z}; older reports are of tests that this
 * build did not run), and the status with which the framework ended.
 */
final class TestTotals {

    private static final String PLAIN = "surefire-reports";
    private static final String INSIDE_FELIX = "felix-reports";
    /** Most failed tests that are printed. */
    private static final int MOST_FAILED = 40;
    /** Characters from each end of what a failed test says. */
    private static final int END = 200;
    private static final Set<String> WITHOUT_REPORTS = Set.of(".git", "src", "classes", "test-classes", "home", "javacpp");

    private TestTotals() {
    }

    /** What one report, or many, count. */
    record Counts(int tests, int failed, int skipped) {

        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(tests + other.tests, failed + other.failed, skipped + other.skipped);
        }

        @Override
        public String toString() {
            return (tests - failed - skipped) + " passed, " + failed + " failed, " + skipped + " skipped";
        }
    }

    /**
     * What one report, or many, say.
     *
     * @param failed a line for each test that failed: class, method, and how
     */
    record Report(Counts counts, List<String> failed) {

        static final Report NONE = new Report(Counts.NONE, List.of());

        Report plus(Report other) {
            return new Report(counts.plus(other.counts), Stream.concat(failed.stream(), other.failed.stream()).toList());
        }
    }

    /**
     * What a build's reports say together.
     *
     * @param insideFelix the tests that ran inside Felix
     * @param plain       the others
     * @param status      the framework's exit status
     */
    record Totals(Report insideFelix, Report plain, String status) {

        Counts all() {
            return insideFelix.counts().plus(plain.counts());
        }

        boolean passed() {
            return all().failed() == 0 && insideFelix.counts().tests() > 0 && status.equals("0");
        }

        /** The lines to print; the last one has a fixed form. */
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            Counts inside = insideFelix.counts();
            lines.add("inside Felix: Tests run: " + inside.tests() + ", Failures: " + inside.failed() + ", Skipped: " + inside.skipped());
            if (inside.tests() == 0) {
                lines.add("no test ran inside Felix: the framework did not start, or it ran out of time; its output is above");
            }
            if (inside.failed() == 0 && !status.equals("0")) {
                lines.add("the framework ended with status " + status + ": a test class could not be set up; its output is above");
            }
            List<String> failed = insideFelix.plus(plain).failed();
            failed.stream().limit(MOST_FAILED).forEach(lines::add);
            if (failed.size() > MOST_FAILED) {
                lines.add("and " + (failed.size() - MOST_FAILED) + " more");
            }
            if (!passed()) {
                lines.add("the reports are in the folders target/" + PLAIN + " and target/" + INSIDE_FELIX);
            }
            lines.add(all().toString());
            return lines;
        }
    }

    public static void main(String[] arguments) throws IOException {
        Totals totals = of(Path.of(arguments[0]), Instant.parse(arguments[1]), arguments[2]);
        totals.lines().forEach(System.out::println);
        System.exit(totals.passed() ? 0 : 1);
    }

    /** Reads the reports of a build that began at {@code begin} and whose framework ended with that status. */
    static Totals of(Path root, Instant begin, String status) throws IOException {
        return new Totals(sum(reports(root, INSIDE_FELIX, begin)), sum(reports(root, PLAIN, begin)), status);
    }

    /** The reports below folders of this name that are not older than {@code begin}. */
    private static List<Path> reports(Path root, String folder, Instant begin) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                boolean barren = WITHOUT_REPORTS.contains(visited.getFileName().toString());
                return barren ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                boolean report = name.startsWith("TEST-") && name.endsWith(".xml")
                        && file.getParent().getFileName().toString().equals(folder);
                if (report && !attributes.lastModifiedTime().toInstant().isBefore(begin)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static Report sum(List<Path> reports) throws IOException {
        Report sum = Report.NONE;
        for (Path report : reports) {
            sum = sum.plus(read(report));
        }
        return sum;
    }

    private static Report read(Path report) throws IOException {
        try {
            Element suite = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile()).getDocumentElement();
            return new Report(new Counts(count(suite, "tests"), count(suite, "failures") + count(suite, "errors"),
                    count(suite, "skipped")), failed(suite));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("not a JUnit report: " + report, e);
        }
    }

    private static int count(Element suite, String attribute) {
        String value = suite.getAttribute(attribute);
        return value.isEmpty() ? 0 : Integer.parseInt(value);
    }

    private static List<String> failed(Element suite) {
        List<String> failed = new ArrayList<>();
        for (String how : List.of("failure", "error")) {
            for (Element failure : elements(suite, how)) {
                Element test = (Element) failure.getParentNode();
                String says = failure.getAttribute("message").isBlank() ? failure.getTextContent() : failure.getAttribute("message");
                failed.add("FAILED " + test.getAttribute("classname") + "." + test.getAttribute("name") + ": " + line(says));
            }
        }
        return failed;
    }

    private static List<Element> elements(Element within, String name) {
        NodeList found = within.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }

    /** What an assertion has found may be long, and what it has missed stands at its end. */
    private static String line(String says) {
        String line = says.strip().replaceAll("\\s+", " ");
        return line.length() > 2 * END ? line.substring(0, END) + " … " + line.substring(line.length() - END) : line;
    }
}
