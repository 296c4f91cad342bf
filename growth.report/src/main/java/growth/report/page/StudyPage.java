package growth.report.page;

import growth.report.page.Figures.Tab;
import growth.report.plot.Markup;
import growth.report.plot.Plot;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.study.account.Account;
import growth.study.account.Axis;
import growth.study.account.Comparison;
import growth.study.account.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The page of a study. */
final class StudyPage {
    private final Account account;
    private final StudyFiles files;
    private final StudyPlots plots;
    private final StudyRunPlots runs;
    private final Markup to = new Markup();
    private final Figures figures = new Figures(to);
    private final StudyTables tables;

    StudyPage(Account account, StudyFiles files) {
        this.account = account;
        this.files = files;
        this.plots = new StudyPlots(account);
        this.runs = new StudyRunPlots(account);
        this.tables = new StudyTables(account, to);
    }

    Report report() {
        PageParts parts = new PageParts(to);
        List<String> sentences = account.summary().sentences();
        List<String> warnings = account.summary().warnings().stream().filter(w -> w.arm().isEmpty()).map(Warning::text).toList();
        parts.header("Study", account.summary().study(), sentences.isEmpty() ? "" : sentences.get(0), tables.figures(), warnings);
        to.open("main");
        result(sentences);
        curves();
        sweeps();
        course();
        suites();
        classes();
        configuration(parts);
        to.close();
        parts.footer();
        return new Report(HtmlPage.of(account.summary().study() + " · Growth", to.toString()), figures.drawn());
    }

    private void result(List<String> sentences) {
        to.element("h2", "Result", "id", "result");
        if (sentences.size() > 1) {
            to.open("ul", "class", "sentences");
            sentences.stream().skip(1).forEach(sentence -> to.element("li", sentence));
            to.close();
        }
        tables.arms();
        figures.grid(List.of(plots.differences(), plots.savings()));
        tables.measures();
        List<String> words = account.comparisons().stream().map(Comparison::words).filter(w -> !w.isEmpty() && !sentences.contains(w))
                .toList();
        if (!words.isEmpty()) {
            to.open("details", "class", "part").element("summary", "Every comparison in words").open("ul");
            words.forEach(w -> to.element("li", w));
            to.close().close();
        }
    }

    private void curves() {
        to.element("h2", "Loss and speed-up", "id", "loss").open("div", "class", "grid");
        figures.tabs("Loss against", Arrays.stream(Axis.values()).map(axis -> new Tab(plots.words(axis), plots.loss(axis))).toList());
        figures.tabs("Speed-up on", Arrays.stream(Axis.values()).map(axis -> new Tab(plots.words(axis), plots.speedups(axis))).toList());
        to.close();
        tables.targets();
    }

    private void sweeps() {
        List<Plot> all = new ArrayList<>(plots.sweeps());
        all.add(plots.envelope());
        if (all.stream().anyMatch(Figures::shows)) {
            to.element("h2", all.size() > 1 ? "Sweeps and sizes" : "Sizes at the same compute", "id", "sweeps");
            figures.grid(all);
        }
    }

    private void course() {
        to.element("h2", "How the arms were trained, and what they cost", "id", "course");
        figures.grid(List.of(runs.sizes(), runs.rates(files.rates()), runs.flops(), runs.seconds()));
        tables.growths();
        tables.tuning();
    }

    private void suites() {
        if (!account.isoplots().isEmpty()) {
            to.element("h2", "Suites of tasks", "id", "suites");
            figures.grid(runs.isoplots());
            tables.distances();
        }
    }

    private void classes() {
        if (files.metrics().values().stream().noneMatch(m -> m.evaluations().stream().anyMatch(e -> e.classes().isPresent()))) {
            return;
        }
        to.element("h2", "Classification", "id", "classes");
        files.metrics().forEach((arm, metrics) -> metrics.evaluations().stream().map(Evaluation::classes).flatMap(c -> c.stream())
                .reduce((first, second) -> second).ifPresent(classes -> {
                    to.open("details", "class", "part").element("summary", arm + ", first seed");
                    ClassTables.write(classes, to);
                    to.close();
                }));
    }

    private void configuration(PageParts parts) {
        to.element("h2", "Configuration", "id", "configuration");
        tables.differences();
        files.study().ifPresent(text -> parts.file("study.yaml, as resolved", text));
        files.runFiles().forEach((arm, text) -> parts.file("run.yaml of " + arm + ", first seed", text));
        parts.facts("Data", account.configuration().data());
        parts.facts("Machine and engine", account.configuration().machine());
        parts.facts("Versions", account.configuration().versions());
    }
}
