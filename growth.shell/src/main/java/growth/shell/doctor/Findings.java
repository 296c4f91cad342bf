package growth.shell.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.formats.json.PrettyJson;
import growth.report.monitor.Health;
import growth.shell.doctor.Finding.Verdict;
import growth.shell.text.Json;
import java.util.List;

/** Findings as JSON. */
public final class Findings {
    private Findings() {
    }

    /** Returns whether nothing essential is missing. */
    public static boolean well(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.verdict() == Verdict.FAIL);
    }

    /** Puts the findings into an object. */
    public static void put(ObjectNode object, List<Finding> findings) {
        ArrayNode array = object.putArray("findings");
        for (Finding finding : findings) {
            array.addObject().put("verdict", finding.verdict().name()).put("subject", finding.subject()).put("fact", finding.fact())
                    .put("remedy", finding.remedy());
        }
    }

    /** Returns how the process is: its status is that of the worst finding. */
    public static Health health(List<Finding> findings) {
        ObjectNode object = Json.object();
        object.put("status", findings.stream().map(Finding::verdict).max(Verdict::compareTo).orElse(Verdict.OK).name());
        put(object, findings);
        return new Health(well(findings), PrettyJson.of(object));
    }
}
