package growth.shell.doctor;

import growth.shell.command.Console;
import growth.shell.line.UnsatisfiedComponents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The framework's own parts: whether each has what it needs. */
public final class ComponentCheck implements Check {
    private static final String OWN_BUNDLES = "growth.";
    private final UnsatisfiedComponents unsatisfied;

    public ComponentCheck(UnsatisfiedComponents unsatisfied) {
        this.unsatisfied = unsatisfied;
    }

    @Override
    public List<Finding> look(Console console) {
        Map<String, String> reasons = unsatisfied.ofBundles(OWN_BUNDLES);
        if (reasons.isEmpty()) {
            return List.of(Finding.ok("components", "all of them have what they need"));
        }
        List<Finding> findings = new ArrayList<>();
        reasons.forEach((component, reason) -> findings.add(Finding.warn("component", component + " does not work: " + reason,
                "see what else is reported here; if nothing is, install again")));
        return findings;
    }
}
