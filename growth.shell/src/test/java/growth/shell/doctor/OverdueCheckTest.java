package growth.shell.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import growth.runtime.plugins.guard.CallUnderWay;
import growth.shell.doctor.Finding.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverdueCheckTest {
    private static List<Finding> findings(CallUnderWay... calls) {
        return Finding.of("plug-in calls", new OverdueCheck(() -> List.of(calls)).execute());
    }

    @Test
    void aCallThatDoesNotComeBackIsNamed() {
        assertThat(findings()).containsExactly(new Finding(Verdict.OK, "plug-in calls", "none is overdue", ""));
        CallUnderWay call = new CallUnderWay("operator 'odd' of odd.ops 1.0.0 (odd.jar)", "plan", Duration.ofSeconds(75), true);
        assertThat(findings(call)).singleElement().satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
            assertThat(finding.fact()).isEqualTo(call.words());
            assertThat(finding.remedy()).startsWith("replace or remove the plug-in");
        });
    }
}
