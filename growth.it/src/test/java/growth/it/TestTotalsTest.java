package growth.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line at the end of a build. */
class TestTotalsTest {

    private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    private Path root;

    private void report(String file, int age, String attributes) throws IOException {
        report(file, age, attributes, "<testcase/>");
    }

    private void report(String file, int age, String attributes, String tests) throws IOException {
        Path report = root.resolve(file);
        Files.createDirectories(report.getParent());
        Files.writeString(report, "<testsuite " + attributes + ">" + tests + "</testsuite>");
        Files.setLastModifiedTime(report, FileTime.from(BEGIN.minusSeconds(age)));
    }

    private TestTotals.Totals totals() throws IOException {
        return TestTotals.of(root, BEGIN, "0");
    }

    @Test
    void addsUpEveryModule() throws IOException {
        report("a/target/surefire-reports/TEST-A.xml", -1, "tests='5' failures='1' errors='1' skipped='2'");
        report("examples/b/target/surefire-reports/TEST-B.xml", -1, "tests='2' failures='0' errors='0'");
        report("c/target/felix-reports/TEST-C.xml", -1, "tests='4' failures='0' errors='0'");
        assertThat(totals().lines()).contains("inside Felix: Tests run: 4, Failures: 0, Skipped: 0")
                .endsWith("7 passed, 2 failed, 2 skipped");
        assertThat(totals().passed()).isFalse();
    }

    @Test
    void leavesOutWhatIsNoReportOfThisBuild() throws IOException {
        report("a/target/surefire-reports/TEST-Old.xml", 1, "tests='5'");
        report("a/target/surefire-reports/other.xml", -1, "tests='5'");
        report("a/target/test-classes/surefire-reports/TEST-A.xml", -1, "tests='5'");
        assertThat(totals().all()).isEqualTo(TestTotals.Counts.NONE);
    }

    @Test
    void failsWhenNothingRanInsideFelix() throws IOException {
        report("a/target/surefire-reports/TEST-A.xml", -1, "tests='5'");
        assertThat(totals().passed()).isFalse();
        assertThat(totals().lines()).anyMatch(line -> line.startsWith("no test ran inside Felix: "))
                .endsWith("5 passed, 0 failed, 0 skipped");
    }

    @Test
    void failsWhenATestFailedInsideFelix() throws IOException {
        report("a/target/felix-reports/TEST-A.xml", -1, "tests='5' errors='1'");
        assertThat(totals().passed()).isFalse();
    }

    @Test
    void namesWhatFailedBeforeTheLastLine() throws IOException {
        report("a/target/felix-reports/TEST-A.xml", -1, "tests='3' failures='2'", "<testcase classname='it.ATest' name='works()'/>"
                + "<testcase classname='it.ATest' name='waits()'><failure message='[the answer]&#10;Expecting actual:\n  2'>at it</failure>"
                + "</testcase><testcase classname='it.BTest' name='long'><failure message='" + "x".repeat(300) + "y".repeat(300)
                + "'/></testcase>");
        report("a/target/surefire-reports/TEST-B.xml", -1, "tests='1' errors='1'",
                "<testcase classname='CTest' name='is'><error type='E'>E: no\n\tat C</error></testcase>");
        assertThat(totals().lines()).containsExactly("inside Felix: Tests run: 3, Failures: 2, Skipped: 0",
                "FAILED it.ATest.waits(): [the answer] Expecting actual: 2",
                "FAILED it.BTest.long: " + "x".repeat(200) + " … " + "y".repeat(200),
                "FAILED CTest.is: E: no at C", "the reports are in the folders target/surefire-reports and target/felix-reports",
                "1 passed, 3 failed, 0 skipped");
    }

    @Test
    void printsNoListWithoutEnd() throws IOException {
        report("a/target/felix-reports/TEST-A.xml", -1, "tests='50' failures='50'",
                "<testcase classname='T' name='t'><failure message='m'/></testcase>".repeat(50));
        assertThat(totals().lines()).filteredOn("FAILED T.t: m"::equals).hasSize(40);
        assertThat(totals().lines()).contains("and 10 more");
    }

    @Test
    void succeedsWhenAllPassed() throws IOException {
        report("a/target/felix-reports/TEST-A.xml", -1, "tests='5'");
        report("a/target/surefire-reports/TEST-A.xml", -1, "tests='5' skipped='1'");
        assertThat(totals().passed()).isTrue();
        assertThat(totals().lines()).containsExactly("inside Felix: Tests run: 5, Failures: 0, Skipped: 0",
                "9 passed, 0 failed, 1 skipped");
    }

    @Test
    void failsWhenAClassCouldNotBeSetUp() throws IOException {
        report("a/target/felix-reports/TEST-A.xml", -1, "tests='5'");
        TestTotals.Totals totals = TestTotals.of(root, BEGIN, "1");
        assertThat(totals.passed()).isFalse();
        assertThat(totals.lines()).anyMatch(line -> line.startsWith("the framework ended with status 1: "));
    }
}
