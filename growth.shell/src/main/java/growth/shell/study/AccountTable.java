package growth.shell.study;

import growth.api.Amounts;
import growth.shell.text.Table;
import growth.shell.text.TextWidth;
import growth.study.account.Account;
import growth.study.account.ArmResult;
import growth.study.account.Axis;
import growth.study.account.Comparison;
import growth.study.account.Comparison.Difference;
import growth.study.account.Comparison.Ratio;
import growth.study.account.Comparison.Verdict;
import growth.study.account.Measures;
import growth.study.account.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The account of a study as text: the table of arms, what to beware of, the result in words, and what it is made of. */
public final class AccountTable {
    /** From this width on, the table has more columns. */
    private static final int WIDE = 110;
    private static final int WIDER = 150;
    private static final String NOTHING = "–";

    private final Account account;
    private final int width;
    private final Map<Warning, Integer> notes = new LinkedHashMap<>();

    private AccountTable(Account account, int width) {
        this.account = account;
        this.width = width;
        account.summary().warnings().forEach(warning -> notes.put(warning, notes.size() + 1));
    }

    /**
     * Returns the whole account as lines.
     *
     * @param width columns of the page; 80 are enough
     */
    public static List<String> lines(Account account, int width) {
        AccountTable table = new AccountTable(account, width);
        List<String> lines = new ArrayList<>(table.head());
        lines.add("");
        lines.addAll(table.arms().lines(width));
        lines.addAll(table.notes());
        lines.add("");
        account.summary().sentences().forEach(sentence -> lines.addAll(indented("- ", sentence, width)));
        lines.addAll(AccountDetails.lines(account, width));
        return lines;
    }

    /** Returns the table of arms and its notes alone, as for a view of a study that is running. */
    public static List<String> summary(Account account, int width) {
        AccountTable table = new AccountTable(account, width);
        List<String> lines = new ArrayList<>(table.arms().lines(width));
        lines.addAll(table.notes());
        return lines;
    }

    private List<String> head() {
        Account.Setting setting = account.setting();
        String seeds = setting.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
        int arms = account.arms().size() - 1;
        return TextWidth.wrap(account.summary().study() + ": " + arms + (arms == 1 ? " arm" : " arms") + " against "
                + account.summary().baseline()
                + ", " + (setting.seeds().size() == 1 ? "seed " : "seeds ") + seeds
                + (setting.budget().isEmpty() ? "" : ", " + setting.budget() + " each")
                + (setting.varies().isEmpty() ? "" : "; varies " + String.join(", ", setting.varies()) + " on purpose"), width);
    }

    private Table arms() {
        List<String> headings = new ArrayList<>(List.of("arm", ">loss", ">difference, 95 %", ">less compute"));
        boolean bits = width >= WIDER && account.arms().stream().anyMatch(arm -> arm.finals().containsKey(Measures.BITS_PER_BYTE));
        boolean accuracy = account.arms().stream().anyMatch(arm -> arm.finals().containsKey(Measures.ACCURACY));
        if (width >= WIDE) {
            headings.addAll(List.of(">less time", ">FLOPs", ">time"));
        }
        if (bits) {
            headings.add(">bits/byte");
        }
        if (accuracy) {
            headings.add(">accuracy");
        }
        headings.add("verdict");
        Table table = new Table(headings.toArray(String[]::new));
        for (ArmResult arm : account.arms()) {
            List<String> cells = new ArrayList<>(List.of(name(arm), loss(arm), difference(arm), saved(arm, Axis.FLOPS)));
            if (width >= WIDE) {
                cells.addAll(List.of(saved(arm, Axis.SECONDS), Amounts.operations(arm.cost().flops()),
                        Amounts.duration(arm.cost().seconds())));
            }
            if (bits) {
                cells.add(mean(arm, Measures.BITS_PER_BYTE, "%.4f", 1));
            }
            if (accuracy) {
                cells.add(mean(arm, Measures.ACCURACY, "%.2f%%", 100));
            }
            cells.add(verdict(arm));
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    /** Returns the name with the numbers of the notes about the arm. */
    private String name(ArmResult arm) {
        String numbers = notes.entrySet().stream().filter(note -> note.getKey().arm().equals(arm.name()))
                .map(note -> String.valueOf(note.getValue())).collect(Collectors.joining(","));
        return arm.name() + (numbers.isEmpty() ? "" : " [" + numbers + "]");
    }

    private static String loss(ArmResult arm) {
        double loss = arm.tuning().trials().isEmpty() ? arm.loss().mean() : arm.tuning().median();
        return Double.isInfinite(loss) ? "diverged" : number(loss, "%.4f");
    }

    private String difference(ArmResult arm) {
        return account.comparison(arm.name()).map(Comparison::loss).map(AccountTable::difference).orElse("");
    }

    /** Returns the mean difference and half of its interval, which is as wide on both sides. */
    static String difference(Difference difference) {
        if (!Double.isFinite(difference.mean())) {
            return NOTHING;
        }
        return number(difference.mean(), "%+.4f")
                + (difference.t().known() ? " ± " + number((difference.t().high() - difference.t().low()) / 2, "%.4f") : "");
    }

    private String saved(ArmResult arm, Axis axis) {
        return account.comparison(arm.name()).map(c -> c.speedups().stream().filter(s -> s.axis() == axis).findFirst().orElseThrow())
                .map(s -> saved(s.ratio())).orElse("");
    }

    /** Returns the share saved with its interval, negative where more is needed; ∞ where the target is never reached. */
    static String saved(Ratio ratio) {
        if (ratio.of() == 0) {
            return NOTHING;
        }
        if (ratio.reached() < ratio.of()) {
            return ratio.reached() == 0 ? "never (∞)" : "∞ for " + (ratio.of() - ratio.reached()) + " of " + ratio.of();
        }
        String saved = number(100 * ratio.saved(), "%.0f%%");
        return ratio.savedInterval().known()
                ? saved + " (" + bound(ratio.savedInterval().low()) + "…" + bound(ratio.savedInterval().high()) + ")"
                : saved;
    }

    private static String bound(double share) {
        return share < -Comparison.MOST_TOLD ? number(-100 * Comparison.MOST_TOLD, "<%.0f") : number(100 * share, "%.0f");
    }

    private String verdict(ArmResult arm) {
        if (arm == account.arms().get(0)) {
            return "baseline";
        }
        return account.comparison(arm.name()).map(c -> c.verdict() == Verdict.TIED ? c.words().split(";", 2)[0] : c.words()).orElse("");
    }

    private static String mean(ArmResult arm, String measure, String pattern, double factor) {
        return arm.finals().containsKey(measure) ? number(factor * arm.finals().get(measure).mean(), pattern) : NOTHING;
    }

    static String number(double value, String pattern) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, pattern, value);
    }

    private List<String> notes() {
        List<String> lines = new ArrayList<>();
        notes.forEach((warning, number) -> lines.addAll(indented("[" + number + "] ", warning.text(), width)));
        return lines;
    }

    /** Returns the text in lines, those after the first below its beginning. */
    static List<String> indented(String mark, String text, int width) {
        List<String> lines = new ArrayList<>();
        // A number stays beside its unit.
        String units = text.replace(" %", "\u00a0%").replace(" = ", "\u00a0=\u00a0").replace(" < ", "\u00a0<\u00a0");
        for (String line : TextWidth.wrap(units, Math.max(20, width - mark.length()))) {
            lines.add((lines.isEmpty() ? mark : " ".repeat(mark.length())) + line.replace('\u00a0', ' '));
        }
        return lines;
    }
}
