package growth.shell.commands;

import growth.api.Amounts;
import growth.runtime.place.Elsewhere;
import growth.runtime.place.Places;
import growth.runtime.plugins.Catalogue;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.progress.RunLogs;
import growth.shell.serve.ServeFlags;
import growth.shell.serve.Serving;
import growth.study.account.Account;
import growth.study.account.AccountBuilder;
import growth.study.account.AccountVerifier;
import growth.study.account.RecordsReader;
import growth.study.file.Studies;
import growth.study.file.Study;
import growth.study.run.StudyFolder;
import growth.study.run.StudyRequest;
import growth.study.run.StudyRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares strategies: trains the runs of a study file, or reads runs that are there. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "compare", group = "Training", order = 15)
@Command(description = "compares strategies at equal compute: trains the runs of a study file, or reads runs that are there",
        footer = {
            "",
            "Examples:",
            "  growth compare examples/studies/quickstart.yaml",
            "  growth compare study.yaml --plan",
            "  growth compare study.yaml --set seeds=5 --out studies/five",
            "  growth compare study.yaml --on spark",
            "  growth compare studies/quickstart --verify",
            "  growth compare runs/scratch runs/stack",
            "",
            "The baseline's seeds train first, then the cheapest runs. Ctrl-C and SIGTERM save every run; the same command continues. "
                    + "Finished runs are not repeated. What each run prints is in log.txt of its folder.",
            "Of a study folder, or of run folders, nothing is trained: the account is computed from their metrics."
        })
public final class CompareCommand implements GrowthCommand {
    private final Studies studies;
    private final StudyRunner runner;
    private final Catalogue catalogue;
    private final Serving serving;
    private final RunLogs logs;
    private final Places places;

    @Parameters(paramLabel = "STUDY.yaml|DIR", arity = "1..*",
            description = "a study file; or a study folder; or folders of runs, those of the baseline first")
    private List<Path> paths;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "replaces or adds a value of the study file; may be repeated")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "the study folder; default: studies/NAME in the current folder. Tokenised"
            + " data are cached in .cache beside it. With --on also a URI that the place knows, e.g. hdfs://node/studies/x")
    private String out;

    @Option(names = "--plan", description = "shows runs, compute, memory and time, and every error a run would meet; trains nothing")
    private boolean plan;

    @Option(names = "--verify", description = "of a study folder: recomputes every number of account.json from the runs' metrics")
    private boolean verify;

    @Option(names = "--baseline", paramLabel = "ARM", description = "of run folders: the arm, or a folder of it, with which the others are"
            + " compared; default: the first")
    private String baseline;

    @Option(names = "--wait", description = "starts without arms whose plug-in is not installed yet, and trains them when it is")
    private boolean wait;

    @Option(names = "--redo", description = "trains runs again whose settings, data or plug-ins have changed; sets the old ones aside")
    private boolean redo;

    @Option(names = "--changed-plugins", description = "continues even if plug-ins have changed, and compares old and new")
    private boolean changedPlugins;

    @Option(names = "--no-checkpoints", description = "removes the checkpoints of finished runs; else the last one of each stays")
    private boolean noCheckpoints;

    @Option(names = {"-q", "--quiet"}, description = "prints the result only")
    private boolean quiet;

    @Option(names = "--json", description = "prints the account as JSON, and nothing else")
    private boolean json;

    @Option(names = "--on", paramLabel = "PLACE", description = "trains the runs at another place, e.g. spark: as many at a time as it has"
            + " executors, the longest first. The study folder has to lie where the place reads and writes it too")
    private String on;

    @Mixin
    private EngineFlags computing = new EngineFlags();

    @Mixin
    private ServeFlags serve = new ServeFlags();

    @Spec
    private CommandSpec spec;

    @Activate
    public CompareCommand(@Reference Studies studies, @Reference StudyRunner runner, @Reference Catalogue catalogue,
            @Reference RunLogs logs, @Reference Serving serving, @Reference Places places) {
        this.places = places;
        this.studies = studies;
        this.runner = runner;
        this.catalogue = catalogue;
        this.logs = logs;
        this.serving = serving;
    }

    @Override
    public int run(Console console) {
        List<Path> named = paths.stream().map(console::resolve).toList();
        if (named.size() == 1 && !Files.isDirectory(named.get(0))) {
            refuse(verify, "--verify", "a study folder");
            refuse(baseline != null, "--baseline", "run folders");
            refuse(plan && serve.given(), "--serve", "a study that is trained");
            refuse(on == null && out != null && Elsewhere.isStore(out), "--out URI", "--on");
            refuse(noCheckpoints && out != null && Elsewhere.isStore(out), "--no-checkpoints", "a study folder that is mounted");
            CompareStudy study = new CompareStudy(studies, runner, logs, console, folder -> serving.open(serve, folder, console),
                    new CompareStudy.Wanted(named.get(0), Optional.ofNullable(out), computing.overStudy(overrides),
                    new CompareStudy.Output(quiet, json), wait,
                    new StudyRequest.Options(!noCheckpoints, changedPlugins, redo),
                    Optional.ofNullable(on).map(places::place)));
            return plan ? study.plan() : study.run();
        }
        refuse(plan, "--plan", "a study file");
        refuse(out != null, "--out", "a study file");
        refuse(!overrides.isEmpty(), "--set", "a study file");
        refuse(serve.given(), "--serve", "a study file");
        refuse(on != null, "--on", "a study file");
        refuse(computing.given(), "--engine, --device or --precision", "a study file");
        refuse(redo || changedPlugins || noCheckpoints || wait, "what trains", "a study file");
        StudyFolder folder = new StudyFolder(named.get(0));
        if (named.size() == 1 && folder.holdsStudy()) {
            refuse(baseline != null, "--baseline", "run folders");
            return verify ? verify(folder, console) : show(folder, console);
        }
        refuse(verify, "--verify", "a study folder");
        Account account = AccountBuilder.account(RecordsReader.ofRuns(named, Optional.ofNullable(baseline)));
        CompareResult.print(account, json, console);
        return 0;
    }

    /** Computes the account of a study as it stands, while it trains too, and prints it; the folder may lie anywhere. */
    private int show(StudyFolder folder, Console console) {
        Study study = studies.read(folder.studyFile(), List.of());
        CompareResult.print(AccountBuilder.account(RecordsReader.ofStudy(study, folder.path())), json, console);
        return 0;
    }

    private int verify(StudyFolder folder, Console console) {
        Study study = studies.read(folder.studyFile(), List.of());
        AccountVerifier.Verification verified = AccountVerifier.verify(study, folder.path());
        console.out().println(folder.account() + ": all " + Amounts.grouped(verified.values())
                + " values are what the metrics of " + study.cells().size() + " runs give");
        return 0;
    }

    @Override
    public List<String> candidates(String label) {
        return EngineFlags.candidates(label, catalogue);
    }

    private void refuse(boolean given, String option, String what) {
        if (given) {
            throw new CommandLine.ParameterException(spec.commandLine(), option + " is of use with " + what + " only");
        }
    }
}
