package growth.report.page;

import growth.api.Amounts;
import growth.api.training.Classes;
import growth.api.training.SearchReport.Candidate;
import growth.report.page.Figures.Tab;
import growth.report.plot.Markup;
import growth.report.plot.Plot;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.MetricsRecord.Search;
import growth.runtime.metrics.RunMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The page of one run. */
final class RunPage {
    private static final int CLOSE_LOOKS = 6;
    private final RunRecord record;
    private final RunMetrics run;
    private final RunWords words;
    private final RunPlots plots;
    private final Markup to = new Markup();
    private final Figures figures = new Figures(to);

    RunPage(RunRecord record) {
        this.record = record;
        this.run = record.metrics();
        this.words = new RunWords(record);
        this.plots = new RunPlots(record);
    }

    Report report() {
        PageParts parts = new PageParts(to);
        parts.header("Run", record.name(), words.summary(), words.figures(), words.warnings());
        to.open("main");
        to.element("h2", "Loss", "id", "loss");
        to.open("div", "class", "wide");
        figures.tabs("Loss against", Arrays.stream(Spent.values()).map(s -> new Tab(s.words(record.images()), plots.loss(s))).toList());
        to.close();
        to.element("h2", "Course of the training", "id", "course");
        figures.grid(plots.course());
        growths();
        searches();
        if (!run.suites().isEmpty()) {
            to.element("h2", "Suites of tasks", "id", "suites");
            figures.grid(plots.suites());
        }
        evaluations();
        words.finalEvaluation().flatMap(Evaluation::classes).ifPresent(this::classes);
        to.element("h2", "Configuration", "id", "configuration");
        parts.runFile(record.runFile());
        parts.provenance(record.starts(), record.data());
        to.close();
        parts.footer();
        return new Report(HtmlPage.of(record.name() + " · Growth", to.toString()), figures.drawn());
    }

    private void growths() {
        if (run.growths().isEmpty()) {
            return;
        }
        to.element("h2", run.growths().size() == 1 ? "Growth" : "Growths", "id", "growths").open("div", "class", "growths");
        run.growths().forEach(growth -> GrowthPanel.write(growth, run, to));
        to.close();
        if (run.growths().size() <= CLOSE_LOOKS) {
            to.open("div", "class", "below");
            List<Plot> looks = new ArrayList<>();
            for (int i = 0; i < run.growths().size(); i++) {
                looks.add(plots.around(run.growths().get(i), i + 1));
            }
            figures.grid(looks);
            to.close();
        }
    }

    private void searches() {
        for (Search search : run.searches()) {
            HtmlTable table = new HtmlTable("Search that ended at step " + Amounts.grouped(search.at().step()), "candidate", ">layers",
                    ">loss", ">FLOPs per sequence");
            for (int i = 0; i < search.candidates().size(); i++) {
                Candidate candidate = search.candidates().get(i);
                table.row((i + 1) + (candidate.view().isEmpty() ? "" : ", " + candidate.view()) + (i == search.chosen() ? ", chosen" : ""),
                        Integer.toString(candidate.layers()), Amounts.loss(candidate.loss()), Amounts.operations(candidate.cost()));
            }
            table.write(to);
        }
    }

    private void evaluations() {
        to.element("h2", "Evaluations", "id", "evaluations");
        if (run.evaluations().isEmpty()) {
            to.element("p", "No evaluation was made.", "class", "note");
            return;
        }
        Collection<String> sets = plots.sets();
        boolean bits = run.evaluations().stream().anyMatch(e -> e.score().bitsPerByte().isPresent());
        List<String> headings = new ArrayList<>(List.of(">step", record.images() ? ">images" : ">tokens", ">FLOPs", ">time", ">loss",
                record.images() ? ">accuracy" : ">perplexity"));
        if (bits) {
            headings.add(">bits per byte");
        }
        sets.forEach(set -> headings.add(">loss on " + set));
        HtmlTable table = new HtmlTable("Every evaluation of the run", headings.toArray(String[]::new));
        for (Evaluation e : run.evaluations()) {
            List<String> cells = new ArrayList<>(List.of(Amounts.grouped(e.at().step()), Amounts.count(e.at().tokens()),
                    Amounts.operations(e.at().flops()), Amounts.duration(e.at().seconds()), Amounts.loss(e.loss()),
                    words.quality(e.score()).replaceFirst("^[a-z]+ ", "")));
            if (bits) {
                cells.add(Amounts.loss(e.score().bitsPerByte().orElse(Double.NaN)));
            }
            sets.forEach(set -> cells.add(e.sets().containsKey(set) ? Amounts.loss(e.sets().get(set).loss()) : ""));
            table.row(cells.toArray(String[]::new));
        }
        table.write(to);
    }

    private void classes(Classes classes) {
        to.element("h2", "Classification", "id", "classes");
        ClassTables.write(classes, to);
    }
}
