package growth.shell.commands;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.launcher.place.Executor;
import growth.runtime.place.Elsewhere;
import growth.runtime.place.Places;
import growth.runtime.plan.PlanCache;
import growth.shell.command.Console;
import growth.shell.progress.ConsoleStyle;
import growth.shell.progress.RunLogs;
import growth.shell.progress.StudyProgress;
import growth.shell.progress.StudyWords;
import growth.shell.serve.ServedStudy;
import growth.shell.serve.Serving.Served;
import growth.shell.study.StudyPlanTable;
import growth.shell.text.CommandLines;
import growth.study.account.Account;
import growth.study.account.AccountBuilder;
import growth.study.account.RecordsReader;
import growth.study.file.Arm;
import growth.study.file.Studies;
import growth.study.file.Study;
import growth.study.file.StudyPlan;
import growth.study.run.RunEnd;
import growth.study.run.StudyFolder;
import growth.study.run.StudyOutcome;
import growth.study.run.StudyRequest;
import growth.study.run.StudyRunner;
import growth.study.run.StudyWatcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Compares the arms of a study file: plans it, trains what is missing, and computes the account.
 *
 * @param studies reads and plans studies
 * @param runner  trains them
 * @param logs    makes the logs of the runs
 * @param console where to print
 * @param serving serves the runs below a study folder, if that is wanted
 * @param wanted  what the user asked for
 */
record CompareStudy(Studies studies, StudyRunner runner, RunLogs logs, Console console, Function<Path, Served> serving, Wanted wanted) {
    private static final long LOOK_MILLIS = 2000;
    private static final int HOSTS = 4;

    /**
     * What the user asked for.
     *
     * @param file      the study file
     * @param out       the study folder, or the URI of one at the place; empty: the usual one
     * @param overrides {@code path=value} pairs over the study file
     * @param output    what is printed
     * @param waits     whether arms whose plug-in is missing are trained when it comes
     * @param options   what may happen to runs that are there
     * @param elsewhere where its runs train; empty: in this process
     */
    record Wanted(Path file, Optional<String> out, List<String> overrides, Output output, boolean waits, StudyRequest.Options options,
            Optional<Elsewhere> elsewhere) {
    }

    /**
     * What is printed.
     *
     * @param quiet whether only the result is
     * @param json  whether only the account is, as JSON
     */
    record Output(boolean quiet, boolean json) {
        boolean silent() {
            return quiet || json;
        }
    }

    /** Prints what the study would do and cost, and leaves nothing behind. */
    int plan() {
        Study study = study();
        try (PlanCache cache = PlanCache.over(folder(study).cache())) {
            Optional<StudyPlan> plan = planned(study, cache.path());
            if (plan.isEmpty()) {
                return TrainCommand.INTERRUPTED;
            }
            StudyPlanTable.lines(plan.get(), console.width()).forEach(console.out()::println);
            refuse(plan.get());
            return 0;
        }
    }

    /** Trains and compares. */
    int run() {
        Study study = study();
        Optional<StudyPlan> plan = planned(study);
        if (plan.isEmpty()) {
            return TrainCommand.INTERRUPTED;
        }
        plan.get().warnings().forEach(warning -> note("warning: " + warning));
        refuse(plan.get());
        try (Served served = serving.apply(folder(plan.get().study()).path())) {
            return run(study, plan.get(), served);
        }
    }

    private int run(Study study, StudyPlan first, Served served) {
        StudyPlan plan = first;
        StudyOutcome outcome = train(plan, served);
        int all = study.cells().size();
        while (!outcome.stopped() && outcome.failures().isEmpty() && plan.runs().size() < all) {
            Optional<StudyPlan> larger = awaited(study, plan);
            if (larger.isEmpty()) {
                return stopped(study, all - plan.runs().size());
            }
            plan = larger.get();
            outcome = train(plan, served);
        }
        return outcome.stopped() ? stopped(study, outcome.left()) : result(plan.study(), outcome);
    }

    private Study study() {
        return studies.read(wanted.file(), wanted.overrides());
    }

    /** A study folder's own study file goes on there, wherever the folder lies now. */
    private StudyFolder folder(Study study) {
        Path parent = wanted.file().toAbsolutePath().getParent();
        StudyFolder own = new StudyFolder(parent);
        boolean within = own.studyFile().equals(wanted.file().toAbsolutePath()) && Files.isDirectory(parent.resolve("runs"));
        return wanted.out().filter(out -> !Elsewhere.isStore(out)).map(out -> new StudyFolder(console.resolve(Path.of(out))))
                .orElseGet(() -> within ? own : StudyFolder.of(console.directory(), study.name()));
    }

    private StudyOutcome train(StudyPlan plan, Served served) {
        StudyFolder folder = folder(plan.study());
        ConsoleStyle style = ConsoleStyle.of(console.terminal(), !console.colours(), wanted.output().silent(), console.columns());
        Optional<Elsewhere> place = place(folder);
        // A run at a place writes its log there.
        StudyProgress progress = new StudyProgress(plan, folder, console.out(), style,
                Optional.of(logs).filter(here -> place.isEmpty()));
        try {
            note("study " + plan.study().name() + " in " + folder.path() + ": " + plan.runs().size() + " runs of "
                    + plan.study().arms().size() + " arms" + place.map(CompareStudy::words).orElse(""));
            StudyWatcher watcher = served.runs().<StudyWatcher>map(runs -> new ServedStudy(progress, runs)).orElse(progress);
            return runner.run(new StudyRequest(plan, folder, wanted.options(), watcher, console.stop(), place));
        } finally {
            progress.end();
        }
    }

    /** Returns where the runs train, and, where the study folder is at the place, that its records are taken from there. */
    private Optional<Elsewhere> place(StudyFolder folder) {
        return wanted.elsewhere().map(there -> wanted.out().filter(Elsewhere::isStore).map(uri -> there.storing(uri, folder.path()))
                .orElse(there));
    }

    /** Returns who trains there, for example {@code , on 2 executors of spark (node7, node8)}. */
    private static String words(Elsewhere there) {
        List<Executor> executors = Places.executors(there.place());
        List<String> hosts = executors.stream().map(Executor::host).distinct().toList();
        return ", on " + executors.size() + (executors.size() == 1 ? " executor of " : " executors of ") + there.name() + " ("
                + String.join(", ", hosts.subList(0, Math.min(HOSTS, hosts.size()))) + (hosts.size() > HOSTS ? ", …" : "") + ")"
                + there.store().map(store -> ", in " + store.uri()).orElse("");
    }

    /** Plans the study; without the arms whose plug-in is missing, if they may wait. */
    private Optional<StudyPlan> planned(Study study) {
        return planned(study, folder(study).cache());
    }

    private Optional<StudyPlan> planned(Study study, Path cache) {
        try {
            return plan(study, cache);
        } catch (GrowthException e) {
            if (!wanted.waits() || e.kind() != Kind.MISSING_PLUGIN) {
                throw e;
            }
            return plan(without(study, variants(study).stream().filter(variant -> lacks(study, variant)).toList()), cache);
        }
    }

    private Optional<StudyPlan> plan(Study study, Path cache) {
        return Abandonable.await(() -> studies.plan(study, cache, this::note), console.stop());
    }

    private boolean lacks(Study study, String variant) {
        try {
            List<String> others = variants(study).stream().filter(other -> !other.equals(variant)).toList();
            studies.plan(without(study, others), folder(study).cache(), line -> { });
            return false;
        } catch (GrowthException e) {
            if (e.kind() != Kind.MISSING_PLUGIN) {
                throw e;
            }
            return true;
        }
    }

    private static List<String> variants(Study study) {
        return study.arms(Arm.Role.VARIANT).stream().map(CompareStudy::variant).distinct().toList();
    }

    private static String variant(Arm arm) {
        return arm.varied().map(Arm.Varied::variant).orElse(arm.name());
    }

    private Study without(Study study, List<String> variants) {
        List<String> pairs = new ArrayList<>(wanted.overrides());
        for (String variant : variants) {
            pairs.add("variants." + variant + "=null");
            if (study.arms().stream().anyMatch(arm -> arm.varied().isPresent() && variant(arm).equals(variant))) {
                pairs.add("vary." + variant + "=null");
            }
        }
        return studies.read(wanted.file(), pairs);
    }

    /** Waits until a plug-in has come that an arm lacked; empty if somebody asked to stop. */
    private Optional<StudyPlan> awaited(Study study, StudyPlan before) {
        note("all other runs are finished; waiting for the plug-ins of " + String.join(", ", study.arms().stream()
                .map(Arm::name).filter(name -> before.study().arm(name).isEmpty()).toList()));
        return Abandonable.await(() -> {
            while (true) {
                Optional<StudyPlan> plan = planned(study).filter(now -> now.runs().size() > before.runs().size());
                if (plan.isPresent()) {
                    return plan.get();
                }
                Pause.millis(LOOK_MILLIS);
            }
        }, console.stop());
    }

    private static void refuse(StudyPlan plan) {
        plan.refusal().ifPresent(words -> {
            throw new GrowthException(Kind.CONFIGURATION, words);
        });
    }

    private int stopped(Study study, int left) {
        console.out().println("stopped: " + left + " of " + study.cells().size() + " runs are left; everything is saved in "
                + folder(study).path());
        console.out().println("  resume: growth compare " + CommandLines.quote(wanted.file())
                + wanted.out().map(out -> " --out " + CommandLines.quote(out)).orElse("")
                + wanted.elsewhere().map(there -> " --on " + CommandLines.quote(there.name())).orElse(""));
        return TrainCommand.INTERRUPTED;
    }

    private int result(Study study, StudyOutcome outcome) {
        StudyFolder folder = folder(study);
        try {
            Account account = AccountBuilder.account(RecordsReader.ofStudy(study, folder.path()));
            CompareResult.write(account, folder, wanted.output().json(), console);
            place(folder).flatMap(Elsewhere::store).ifPresent(store -> store.pushFiles(folder.path()));
        } catch (GrowthException e) {
            if (outcome.failures().isEmpty()) {
                throw e;
            }
            // Too little is there; the failure says why.
            note(e.getMessage());
        }
        if (!outcome.failures().isEmpty()) {
            throw failure(outcome);
        }
        return 0;
    }

    private static GrowthException failure(StudyOutcome outcome) {
        List<RunEnd> failures = outcome.failures();
        RunEnd first = failures.get(0);
        GrowthException why = first.failure().orElseThrow();
        String others = failures.size() == 1 ? "" : "; also failed: "
                + String.join(", ", failures.stream().skip(1).map(end -> StudyWords.run(end.run().cell())).toList());
        return new GrowthException(why.kind(), StudyWords.run(first.run().cell()) + ": " + why.getMessage() + others
                + "; the same command trains what is missing", why);
    }

    private void note(String line) {
        if (!wanted.output().silent() && !console.stop().getAsBoolean()) {
            console.out().println(line);
        }
    }
}
