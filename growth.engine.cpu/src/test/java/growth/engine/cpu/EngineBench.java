package growth.engine.cpu;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;
import growth.reference.RandomModels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Measures training steps and matrix products in turn, and shows where the time goes. This is no test; run it by hand with
 * {@code S|M|L|gpt2-S|gpt2-M|gpt2-L|bert|vit ROUNDS [STEPS_PER_ROUND [WORKERS]]}. On a machine that does other things as well, only ratios
 * within one run mean anything.
 */
final class EngineBench {
    private EngineBench() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ModelShape shape = shape(arguments[0]);
        int rows = rows(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        int steps = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        int workers = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        CpuEngine engine = new CpuEngine();
        System.out.println(shape + " " + shape.parameterCount() + " parameters, estimate "
                + (engine.memory(shape, View.full(), EngineOptions.of(workers, rows, 0), 1) >> 20) + " MiB, " + engine.description());
        ModelState state = RandomModels.model(shape, 1).map(a -> a.castTo(DataType.FLOAT).muli(0.1));
        Batch batch = batch(shape, rows);
        TrainOptions options = TrainOptions.of(1e-4, OptimizerSettings.adamw(0.9, 0.95, 1e-8, 0.1).withClip(1.0));
        try (EngineSession session = engine.open(state, EngineOptions.of(workers, rows, 0))) {
            state.close();
            for (int i = 0; i < 2 * steps; i++) {
                session.train(List.of(batch), options);
            }
            Sampler sampler = new Sampler();
            double bestStep = Double.MAX_VALUE;
            double bestPeak = 0;
            double bestCpuShare = 0;
            double flops = 0;
            for (int round = 0; round < rounds; round++) {
                double before = engine.peak(workers).flops();
                double cpuPeak = cpuPeak();
                sampler.running = true;
                double best = Double.MAX_VALUE;
                double bestCpu = Double.MAX_VALUE;
                StepResult result = null;
                for (int i = 0; i < steps; i++) {
                    double cpu = cpuSeconds();
                    long start = System.nanoTime();
                    result = session.train(List.of(batch), options);
                    best = Math.min(best, (System.nanoTime() - start) / 1e9);
                    bestCpu = Math.min(bestCpu, cpuSeconds() - cpu);
                }
                sampler.running = false;
                double peak = Math.max(before, engine.peak(workers).flops());
                double share = result.flops() / best / peak;
                double cpuShare = result.flops() / bestCpu / Math.max(cpuPeak, cpuPeak());
                bestStep = Math.min(bestStep, best);
                bestPeak = Math.max(bestPeak, peak);
                flops = result.flops();
                bestCpuShare = Math.max(bestCpuShare, cpuShare);
                System.out.printf(Locale.ROOT, "%s %.1f ms/step, %.0f tokens/s, %.1f GFLOP/s of %.1f: %.1f %%; ", arguments[0], best * 1e3,
                        batch.tokens() / best, result.flops() / best / 1e9, peak / 1e9, 100 * share);
                System.out.printf(Locale.ROOT, "%.1f ms of processor time per step: %.1f %%%n", bestCpu * 1e3, 100 * cpuShare);
            }
            System.out.printf(Locale.ROOT, "best step %.1f ms, best peak %.1f GFLOP/s: %.1f %%; by processor time %.1f %%; %s%n",
                    bestStep * 1e3, bestPeak / 1e9, 100 * flops / bestStep / bestPeak, 100 * bestCpuShare, residentMemory());
            sampler.print();
        }
    }

    private static int rows(String size) {
        return switch (size) {
            case "bert" -> 4;
            case "vit", "L", "gpt2-L" -> 8;
            default -> 16;
        };
    }

    private static ModelShape shape(String size) {
        return switch (size) {
            case "S" -> shape(Family.LLAMA, 4, 128, 4, 512, 2048, 128);
            case "M" -> shape(Family.LLAMA, 6, 256, 8, 1024, 4096, 128);
            case "L" -> shape(Family.LLAMA, 12, 512, 8, 2048, 8192, 256);
            case "gpt2-S" -> shape(Family.GPT2, 4, 128, 4, 512, 2048, 128);
            case "gpt2-M" -> shape(Family.GPT2, 6, 256, 8, 1024, 4096, 128);
            case "gpt2-L" -> shape(Family.GPT2, 12, 512, 8, 2048, 8192, 256);
            case "bert" -> shape(Family.BERT, 12, 768, 12, 3072, 30522, 128);
            case "vit" -> ModelShape.builder(Family.VIT).layers(12).hidden(384).heads(6).intermediate(1536)
                    .image(new ImageShape(224, 16, 3, 1000)).build();
            default -> throw new IllegalArgumentException("no size " + size);
        };
    }

    private static ModelShape shape(Family family, int layers, int hidden, int heads, int intermediate, int vocabulary, int context) {
        return ModelShape.builder(family).layers(layers).hidden(hidden).heads(heads).intermediate(intermediate).vocabulary(vocabulary)
                .context(context).build();
    }

    /** Returns random inputs; masked models are scored at 15 % of their positions, causal ones at all. */
    private static Batch batch(ModelShape shape, int rows) {
        if (shape.image().isPresent()) {
            return RandomModels.images(shape, rows, shape.image().get().size(), 1);
        }
        Random random = new Random(1);
        int[] inputs = random.ints((long) rows * shape.context(), 0, shape.vocabulary()).toArray();
        int[] labels = Arrays.stream(inputs).map(id -> shape.family().causal() || random.nextInt(100) < 15 ? id : Batch.IGNORED).toArray();
        return new Batch.Tokens(rows, shape.context(), inputs, labels);
    }

    /** Seconds of processor time of the threads that compute. */
    private static double cpuSeconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = threads.getCurrentThreadCpuTime();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("growth-cpu")) {
                nanos += threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        return nanos / 1e9;
    }

    /** Operations per second of processor time in matrix products on this thread. */
    private static double cpuPeak() {
        int size = 2048;
        try (FloatMemory a = new FloatMemory((long) size * size, 1);
                FloatMemory b = new FloatMemory((long) size * size, 1);
                FloatMemory c = new FloatMemory((long) size * size, 1)) {
            double best = Double.MAX_VALUE;
            for (int i = 0; i < 4; i++) {
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                new Gemm(0).left(a, 0, size).right(b, 0, size).into(c, 0, size).multiply(size, size, size);
                best = Math.min(best, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9);
            }
            return 2.0 * size * size * size / best;
        }
    }

    private static String residentMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM")).findFirst()
                .orElse("VmHWM unknown");
    }

    /** Samples the calling thread every few milliseconds, and counts by class and method of the engine. */
    private static final class Sampler extends Thread {
        private final Thread watched = Thread.currentThread();
        private final Map<String, Integer> counts = new ConcurrentHashMap<>();
        private volatile boolean running;

        Sampler() {
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            while (true) {
                try {
                    Thread.sleep(3);
                } catch (InterruptedException e) {
                    return;
                }
                if (running) {
                    counts.merge(place(watched.getStackTrace()), 1, Integer::sum);
                }
            }
        }

        private static String place(StackTraceElement[] stack) {
            boolean blas = stack.length > 0 && stack[0].getMethodName().equals("cblas_sgemm");
            for (StackTraceElement frame : stack) {
                String name = frame.getClassName();
                boolean part = name.startsWith("growth.engine.cpu.") && !name.contains(".memory.") && !name.contains(".kernels.")
                        && !name.endsWith("layer.Linear");
                if (part) {
                    String method = frame.getMethodName();
                    return name.substring(name.lastIndexOf('.') + 1) + "." + method + (blas ? " (gemm)" : "");
                }
            }
            return "other";
        }

        void print() {
            int total = counts.values().stream().mapToInt(Integer::intValue).sum();
            Map<String, Integer> sorted = new TreeMap<>(counts);
            sorted.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).limit(24)
                    .forEach(e -> System.out.printf(Locale.ROOT, "%5.1f %%  %s%n", 100.0 * e.getValue() / total, e.getKey()));
        }
    }
}
