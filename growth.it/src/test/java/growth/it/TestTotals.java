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
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Adds up the JUnit reports of one build, those of the plain tests and those from inside Felix, and prints one line
 * {@code N passed, N failed, N skipped}. The exit status is 1 if a test failed, if none ran inside Felix, or if the framework ended with
 * another status than 0: the tester's reports are silent about test classes that could not be set up, its status is not.
 *
 * <p>Arguments: the folder of all modules, when the build began ({@code 2026-01-31T23:59:59Z}; older reports are of tests that this
 * build did not run), and the status with which the framework ended.
 */
final class TestTotals {

    private static final String PLAIN = "surefire-reports";
    private static final String INSIDE_FELIX = "felix-reports";
    private static final Set<String> WITHOUT_REPORTS = Set.of(".git", "src", "classes", "test-classes", "home", "javacpp");

    private TestTotals() {
    }

    /** What one report, or many, say. */
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
     * What a build's reports say together.
     *
     * @param insideFelix the tests that ran inside Felix
     * @param all         those and the plain ones
     * @param status      the framework's exit status
     */
    record Totals(Counts insideFelix, Counts all, String status) {

        boolean passed() {
            return all.failed() == 0 && insideFelix.tests() > 0 && status.equals("0");
        }

        /** The lines to print; the last one has a fixed form. */
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("inside Felix: Tests run: " + insideFelix.tests() + ", Failures: " + insideFelix.failed()
                    + ", Skipped: " + insideFelix.skipped());
            if (insideFelix.tests() == 0) {
                lines.add("no test ran inside Felix: the framework did not start, or it ran out of time; its output is above");
            }
            if (insideFelix.failed() == 0 && !status.equals("0")) {
                lines.add("the framework ended with status " + status + ": a test class could not be set up; its output is above");
            }
            if (!passed()) {
                lines.add("the reports are in the folders target/" + PLAIN + " and target/" + INSIDE_FELIX);
            }
            lines.add(all.toString());
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
        Counts insideFelix = sum(reports(root, INSIDE_FELIX, begin));
        return new Totals(insideFelix, insideFelix.plus(sum(reports(root, PLAIN, begin))), status);
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

    private static Counts sum(List<Path> reports) throws IOException {
        Counts sum = Counts.NONE;
        for (Path report : reports) {
            sum = sum.plus(read(report));
        }
        return sum;
    }

    private static Counts read(Path report) throws IOException {
        try {
            Element suite = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile()).getDocumentElement();
            return new Counts(count(suite, "tests"), count(suite, "failures") + count(suite, "errors"), count(suite, "skipped"));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("not a JUnit report: " + report, e);
        }
    }

    private static int count(Element suite, String attribute) {
        String value = suite.getAttribute(attribute);
        return value.isEmpty() ? 0 : Integer.parseInt(value);
    }
}
