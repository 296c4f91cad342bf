package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException.Kind;
import growth.runtime.engine.EngineChoice;
import growth.runtime.plugins.Catalogue;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.doctor.DirectoryCheck;
import growth.shell.doctor.EngineCheck;
import growth.shell.doctor.Finding;
import growth.shell.doctor.Finding.Verdict;
import growth.shell.doctor.Findings;
import growth.shell.doctor.InstalledChecks;
import growth.shell.doctor.RunFoldersCheck;
import growth.shell.text.Json;
import growth.shell.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs every health check and says whether training can begin. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "doctor", group = "This machine", order = 70)
@Command(description = "checks Java, memory, engines and their speed, plug-ins and the working folder",
        footer = {"", "With --engine or --device, that engine is measured as well.",
            "Exit status 0 if training can begin, 3 if something essential is missing."})
public final class DoctorCommand implements GrowthCommand {
    private static final int NARROWEST = 48;
    private final Supplier<List<Finding>> installed;
    private final Catalogue catalogue;

    @Mixin
    private EngineFlags computing = new EngineFlags();

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Activate
    public DoctorCommand(@Reference InstalledChecks installed, @Reference Catalogue catalogue) {
        this(installed::look, catalogue);
    }

    DoctorCommand(Supplier<List<Finding>> installed, Catalogue catalogue) {
        this.installed = installed;
        this.catalogue = catalogue;
    }

    @Override
    public int run(Console console) {
        EngineChoice choice = computing.choice();
        List<Finding> findings = new ArrayList<>(installed.get());
        if (computing.given()) {
            findings.addAll(Finding.of(EngineCheck.SUBJECT, new EngineCheck(catalogue).of(choice)));
        }
        findings.addAll(Finding.of(DirectoryCheck.SUBJECT, new DirectoryCheck(console.directory()).execute()));
        findings.addAll(Finding.of(RunFoldersCheck.SUBJECT, new RunFoldersCheck(console.directory()).execute()));
        if (json) {
            Json.print(json(findings), console);
        } else {
            print(findings, console);
        }
        return Findings.well(findings) ? 0 : Kind.MISSING_PLUGIN.exitStatus();
    }

    @Override
    public List<String> candidates(String label) {
        return EngineFlags.candidates(label, catalogue);
    }

    private static void print(List<Finding> findings, Console console) {
        Table table = new Table("", "", "");
        for (Finding finding : findings) {
            table.row(finding.verdict().name(), finding.subject(), finding.fact());
            if (!finding.remedy().isEmpty()) {
                table.row("", "", "→ " + finding.remedy());
            }
        }
        for (String line : table.lines(Math.max(console.width(), NARROWEST))) {
            console.out().println(console.colours() ? coloured(line) : line);
        }
        long failed = count(findings, Verdict.FAIL);
        long warned = count(findings, Verdict.WARN);
        console.out().println();
        console.out().println(failed > 0 ? "training is not possible: " + failed + " of these lines FAIL"
                : "training is possible" + (warned == 0 ? "" : warned == 1 ? "; 1 line is a warning" : "; " + warned
                + " lines are warnings"));
    }

    private static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(f -> f.verdict() == verdict).count();
    }

    private static String coloured(String line) {
        return Ansi.ON.string(line.replaceFirst("^OK  ", "@|green OK|@  ").replaceFirst("^WARN", "@|yellow WARN|@")
                .replaceFirst("^FAIL", "@|red FAIL|@"));
    }

    private static ObjectNode json(List<Finding> findings) {
        ObjectNode object = Json.object();
        Findings.put(object, findings);
        object.put("possible", Findings.well(findings));
        return object;
    }
}
