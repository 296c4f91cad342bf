package growth.shell.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.api.engine.Device;
import growth.api.engine.Precision;
import growth.api.model.ModelShape;
import growth.runtime.engine.EngineFacts;
import growth.runtime.run.DataUnit;
import growth.shell.text.Json;
import growth.shell.text.Table;
import growth.shell.text.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What was measured, as a table and as JSON.
 *
 * @param results what was measured of each size
 * @param engine  what the engine says of itself
 * @param workers threads
 * @param peaks   operations per second of matrix products in other number formats than the one that was trained in
 */
public record BenchReport(List<BenchResult> results, Map<String, String> engine, int workers, Map<Precision, Double> peaks) {
    private static final String NOTE = "peak is %s matrix multiplication (%s) measured between the sizes%s; "
            + "share is a ratio within this run (model FLOPs utilisation, MFU, of that peak), and the only figure that may be compared "
            + "with other runs on a shared machine. "
            + "FLOPs are those of the step: 6 per matrix parameter and position plus attention, of the head only scored positions. "
            + "Memory is resident in the process after the steps, at most %s so far.";
    private static final int FMA_COLUMN = 8;
    private static final String NO_FMA = " (multiply-adds in registers are not measured: that takes an engine that uses Java's Vector API)";
    private static final String FMA = ", FMA multiply-adds in registers, which no such product can exceed";
    /** From here on a table counts in TFLOP/s. */
    private static final double FAST = 1e13;

    /** @param width columns of the page */
    public List<String> lines(int width) {
        List<String> lines = new ArrayList<>();
        Table facts = new Table("", "");
        engine.forEach(facts::row);
        facts.row("workers", String.valueOf(workers));
        results.forEach(r -> facts.row("size " + r.size().label(), r.size().shape() + ", " + rows(r)));
        peaks.forEach((format, peak) -> facts.row("peak " + format, Amounts.operations(peak) + "/s"));
        lines.addAll(facts.lines(width));
        lines.add("");
        boolean fast = results.stream().anyMatch(r -> r.peak().products() >= FAST);
        boolean fma = results.stream().anyMatch(r -> r.peak().registers().isPresent());
        double unit = fast ? 1e12 : 1e9;
        Table table = new Table(columns(fma, "size", ">parameters", ">steps", ">ms/step median", ">best", ">speed",
                fast ? ">TFLOP/s" : ">GFLOP/s", ">peak", ">FMA", ">share", ">memory"));
        for (BenchResult r : results) {
            table.row(columns(fma, r.size().label(), Amounts.count(r.size().shape().parameterCount()), String.valueOf(r.seconds().length),
                    tenths(1e3 * r.median()), tenths(1e3 * r.best()),
                    Amounts.grouped(r.tokensPerSecond()) + " " + unit(r.size()).abbreviation() + "/s",
                    tenths(r.flopsPerSecond() / unit), tenths(r.peak().products() / unit), tenths(r.peak().registers().orElse(0) / unit),
                    Amounts.percent(r.shareOfPeak()), Amounts.bytes(r.memory().resident())));
        }
        lines.addAll(table.lines(width));
        lines.add("");
        String highest = results.isEmpty() ? "" : Amounts.bytes(results.get(results.size() - 1).memory().highest());
        lines.addAll(TextWidth.wrap(String.format(Locale.ROOT, NOTE, format(), fast ? "8192³" : "2048³", fma ? FMA : withoutFma(),
                highest), width));
        return lines;
    }

    private static String[] columns(boolean fma, String... all) {
        return IntStream.range(0, all.length).filter(i -> fma || i != FMA_COLUMN).mapToObj(i -> all[i]).toArray(String[]::new);
    }

    /** Other formats have instructions of their own, and other devices, too. */
    private String withoutFma() {
        boolean single = Precision.F32.toString().equals(engine.get(EngineFacts.PRECISION));
        return single && Device.CPU.toString().equals(engine.get(EngineFacts.DEVICE)) ? NO_FMA : "";
    }

    private String format() {
        return Precision.BF16.toString().equals(engine.get(EngineFacts.PRECISION)) ? "bf16" : "single-precision";
    }

    /** Returns the same as JSON; units are in the names. */
    public ObjectNode json() {
        ObjectNode object = Json.object();
        ObjectNode facts = object.putObject("engine");
        engine.forEach(facts::put);
        object.put("workers", workers);
        peaks.forEach((format, peak) -> Json.put(object, "peak_" + format + "_flops_per_second", peak));
        ArrayNode sizes = object.putArray("sizes");
        for (BenchResult r : results) {
            ObjectNode entry = sizes.addObject();
            model(r.size(), r.rows(), entry);
            entry.put("steps", r.seconds().length);
            Json.put(entry, "median_ms", 1e3 * r.median());
            Json.put(entry, "best_ms", 1e3 * r.best());
            Json.put(entry, unit(r.size()).words() + "_per_second", r.tokensPerSecond());
            Json.put(entry, "flops_per_step", r.flopsPerStep());
            Json.put(entry, "flops_per_second", r.flopsPerSecond());
            Json.put(entry, "peak_flops_per_second", r.peak().products());
            r.peak().registers().ifPresent(fma -> Json.put(entry, "fma_flops_per_second", fma));
            Json.put(entry, "share_of_peak", r.shareOfPeak());
            Json.put(entry, "resident_bytes", r.memory().resident());
            Json.put(entry, "highest_resident_bytes", r.memory().highest());
        }
        return object;
    }

    /** Writes a size: its model in numbers too, so that another program can make the same one. */
    static void model(BenchSize size, int rows, ObjectNode entry) {
        ModelShape shape = size.shape();
        entry.put("size", size.label());
        entry.put("shape", shape.toString());
        ObjectNode model = entry.putObject("model");
        model.put("family", shape.family().id()).put("layers", shape.layers()).put("hidden", shape.hidden());
        model.put("heads", shape.attention().heads()).put("intermediate", shape.intermediate()).put("tied", shape.tied());
        if (shape.image().isEmpty()) {
            model.put("vocabulary", shape.vocabulary()).put("context", shape.context());
        }
        entry.put(unit(size) == DataUnit.IMAGES ? "images" : "sequences", rows);
        entry.put("parameters", shape.parameterCount());
    }

    static DataUnit unit(BenchSize size) {
        return DataUnit.of(size.shape().family());
    }

    private static String rows(BenchResult result) {
        return rows(result.size(), result.rows());
    }

    /** Returns rows of a batch in words. */
    static String rows(BenchSize size, int rows) {
        return rows + (unit(size) == DataUnit.IMAGES ? " image" : " sequence") + (rows == 1 ? "" : "s");
    }

    /** Returns a number with one digit behind the point. */
    static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
