package growth.shell.study;

import growth.api.Amounts;
import growth.runtime.plan.Plan;
import growth.shell.text.Table;
import growth.study.file.Arm;
import growth.study.file.Budget;
import growth.study.file.Grid;
import growth.study.file.Parallel;
import growth.study.file.Study;
import growth.study.file.StudyPlan;
import growth.study.file.StudyPlan.Totals;
import growth.study.file.StudyPlan.TrialPlan;
import growth.study.file.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What a study would do and cost, as lines of text. */
public final class StudyPlanTable {
    private final StudyPlan plan;
    private final Study study;

    private StudyPlanTable(StudyPlan plan) {
        this.plan = plan;
        this.study = plan.study();
    }

    /**
     * Returns the lines: the study, a table of its arms, all runs together, warnings.
     *
     * @param width columns of the page
     */
    public static List<String> lines(StudyPlan plan, int width) {
        return new StudyPlanTable(plan).lines(width);
    }

    private List<String> lines(int width) {
        List<String> lines = new ArrayList<>();
        lines.add(study.name() + ": " + count(study.arms().size(), "arm") + (study.trials().size() > 1 ? ", "
                + count(study.trials().size(), "trial") + " each" : "") + ", " + count(study.seeds().size(), "seed") + ": "
                + count(plan.runs().size(), "run") + " of " + study.budget().map(Budget::words).orElse("")
                + ", evaluated every " + study.validation().every());
        lines.add("targets " + study.targets().stream().map(Target::toString).collect(Collectors.joining(", "))
                + (study.targets().stream().anyMatch(target -> target.kind() == Target.Kind.SHARE) ? " (shares: of the baseline's compute)"
                : ""));
        for (Grid.Line line : study.tuning().lines()) {
            lines.add("tuned: " + line.path() + " " + String.join(", ", line.values()));
        }
        lines.add("");
        Table table = new Table("arm", ">runs", ">steps", ">parameters", ">FLOPs each", ">shared", ">memory", ">time each", "how");
        for (Arm arm : study.arms()) {
            List<TrialPlan> trials = plan.trials(arm);
            table.row(arm.name(), String.valueOf(trials.size() * study.seeds().size()), range(trials, TrialPlan::steps, Amounts::count),
                    parameters(trials.get(0).plan()), range(trials, one -> one.plan().totalFlops(), Amounts::operations),
                    range(trials, one -> one.shared() / one.plan().totalFlops(), share -> share > 0 ? Amounts.percent(share) : "–"),
                    range(trials, one -> one.plan().memory().models(), Amounts::bytes),
                    range(trials, one -> one.plan().seconds(), Amounts::duration), how(arm, trials.get(0).plan()));
        }
        lines.addAll(table.lines(width));
        lines.add("");
        lines.addAll(all(plan.totals()));
        plan.warnings().forEach(warning -> lines.add("warning: " + warning));
        return lines;
    }

    private List<String> all(Totals totals) {
        List<String> lines = new ArrayList<>();
        String shared = totals.shared() > 0 ? ", of which " + Amounts.operations(totals.shared())
                + " are small models that another arm has trained already" : "";
        lines.add("in all: " + Amounts.operations(totals.flops()) + shared);
        lines.add("        about " + Amounts.duration(totals.seconds()) + " with " + count(study.parallel().runs(), "run") + " at a time, "
                + count(study.parallel().workers(), "worker") + " each" + on(study.parallel()) + "; at most "
                + Amounts.bytes(totals.memory()) + " of memory; " + Amounts.bytes(totals.disk()) + " of disk");
        return lines;
    }

    private static String on(Parallel parallel) {
        return parallel.devices().isEmpty() ? "" : ", on " + String.join(", ", parallel.devices());
    }

    private static String count(int number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    /** Returns the value, or the lowest and the highest if trials differ. */
    private static String range(List<TrialPlan> trials, ToDoubleFunction<TrialPlan> value, DoubleFunction<String> words) {
        String low = words.apply(trials.stream().mapToDouble(value).min().orElse(Double.NaN));
        String high = words.apply(trials.stream().mapToDouble(value).max().orElse(Double.NaN));
        return low.equals(high) ? low : low + "–" + high;
    }

    /** Returns the sizes of the models that a run goes through; a change of the view alone changes none. */
    private static String parameters(Plan plan) {
        return plan.stages().stream().map(stage -> Amounts.count(stage.parameters())).distinct().collect(Collectors.joining(" → "))
                + (plan.complete() ? "" : " …");
    }

    private static String how(Arm arm, Plan plan) {
        String role = switch (arm.role()) {
            case BASELINE -> "baseline, ";
            case VARIANT -> "";
            case REFERENCE -> arm.reference().filter(Arm.Reference::small).isPresent() ? "small model, " : "another size, ";
        };
        String point = arm.varied().filter(varied -> !varied.variant().equals(arm.name())).map(varied
                -> varied.settings().entrySet().stream()
                .map(setting -> setting.getKey() + " " + setting.getValue()).collect(Collectors.joining(", ", ", ", ""))).orElse("");
        return role + plan.operator().orElse("from scratch") + point;
    }
}
