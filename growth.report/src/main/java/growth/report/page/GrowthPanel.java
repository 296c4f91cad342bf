package growth.report.page;

import growth.api.Amounts;
import growth.api.training.GrowthReport.Effect;
import growth.report.plot.Markup;
import growth.runtime.metrics.MetricsRecord.Growth;
import growth.runtime.metrics.RunMetrics;
import java.util.Locale;

/** What one growth of a run did. */
final class GrowthPanel {
    private GrowthPanel() {
    }

    static void write(Growth growth, RunMetrics run, Markup to) {
        Effect effect = growth.effect();
        to.open("section", "class", "growth").element("h3", growth.change().operator() + " at step " + Amounts.grouped(growth.at().step()));
        to.open("dl");
        fact("from", growth.change().from(), to);
        fact("to", growth.change().to(), to);
        fact("map", growth.change().map(), to);
        fact("claimed", growth.change().claimed(), to);
        if (Double.isFinite(effect.lossBefore())) {
            fact("loss", Amounts.loss(effect.lossBefore()) + " → " + Amounts.loss(effect.lossAfter()) + " on held-out data", to);
            fact("logits", "changed by at most " + small(effect.maxLogitChange()), to);
        }
        fact("recovery", Recovery.words(run, growth), to);
        if (Double.isFinite(effect.newGradientNorm())) {
            fact("new entries", "gradient norm " + small(effect.newGradientNorm()) + (effect.deadParameters().isEmpty() ? ""
                    : "; none in " + String.join(", ", effect.deadParameters())), to);
        }
        if (Double.isFinite(effect.copyDistance())) {
            fact("copies", effect.copiesStayEqual() ? "some that nothing tells apart stay equal to their originals"
                    : "gradients differ by at least " + small(effect.copyDistance()), to);
        }
        fact("policies", "optimizer state " + growth.policies().optimizerState() + ", learning rate " + growth.policies().learningRate(),
                to);
        growth.policies().trains().ifPresent(layers -> fact("trains", "layers " + layers + " alone", to));
        fact("took", String.format(Locale.ROOT, "%.2f s, ", growth.took().seconds().orElse(Double.NaN)) + Amounts.bytes(growth.peakBytes())
                + (growth.took().flops().orElse(0) > 0 ? ", " + Amounts.operations(growth.took().flops().getAsDouble()) + " to learn"
                : ""), to);
        to.close().close();
    }

    static void fact(String name, String words, Markup to) {
        to.element("dt", name).element("dd", words);
    }

    static String small(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2e", value) : "n/a";
    }
}
