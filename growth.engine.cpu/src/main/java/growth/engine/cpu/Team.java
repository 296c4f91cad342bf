package growth.engine.cpu;

import growth.engine.common.layout.FlatLayout;
import growth.engine.common.optimizer.UpdateRule;
import growth.engine.cpu.kernels.RowKernels;
import growth.engine.cpu.memory.Bf16Memory;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Gemm;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.onednn.OneDnn;
import growth.engine.cpu.optimizer.AdamW;
import growth.engine.cpu.optimizer.Muon;
import growth.engine.cpu.optimizer.Update;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.parallel.WorkerTeam;
import growth.engine.cpu.pass.Pass;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** The workers of a session, and what they do together. */
final class Team implements AutoCloseable {
    private static final int ROUNDED_AT_ONCE = 4096;

    private final WorkerTeam threads;
    private final Worker[] workers;
    private final AdamW adamW;
    private final double[] sums;
    private final Optional<OneDnn> oneDnn;
    private Muon muon;

    /**
     * @param size    number of workers
     * @param kernels makes the row kernels of a worker
     * @param oneDnn  computes products, if it is there
     */
    Team(int size, Supplier<RowKernels> kernels, Optional<OneDnn> oneDnn) {
        this.oneDnn = oneDnn;
        threads = new WorkerTeam("growth-cpu", size);
        workers = new Worker[size];
        for (int i = 0; i < size; i++) {
            workers[i] = new Worker(i, size, threads::await, kernels.get(), new Gemm(i, oneDnn));
        }
        adamW = new AdamW(Arrays.stream(workers).map(Worker::kernels).toList());
        sums = new double[size];
    }

    /** Prepares for a model. */
    void fit(Model model) {
        if (muon != null) {
            muon.close();
            muon = null;
        }
        fitRows(model.transformer().longestRow());
        for (Worker worker : workers) {
            worker.fitVectors(model.layout().vectorsLength());
        }
    }

    /** Prepares for rows of that many floats. */
    void fitRows(int longest) {
        for (Worker worker : workers) {
            worker.fitRows(longest);
        }
    }

    /** Sets the sum of losses to 0. */
    void clearLoss() {
        for (Worker worker : workers) {
            worker.clearLoss();
        }
    }

    /** Returns the summed loss of all labels scored since {@link #clearLoss}, added up in the order of the workers. */
    double loss() {
        double loss = 0;
        for (Worker worker : workers) {
            loss += worker.loss();
        }
        return loss;
    }

    /** Returns the number of correct labels since {@link #clearLoss}, counted where no gradients are computed. */
    long correct() {
        long correct = 0;
        for (Worker worker : workers) {
            correct += worker.correct();
        }
        return correct;
    }

    /** Computes losses and gradients. */
    void gradients(Transformer transformer, Pass pass) {
        run(i -> transformer.gradients(workers[i], pass, workers));
    }

    /** Computes losses. */
    void loss(Transformer transformer, Pass pass) {
        run(i -> transformer.loss(workers[i], pass));
    }

    /** Computes logits. */
    void logits(Transformer transformer, Pass pass, Region logits) {
        run(i -> transformer.logits(workers[i], pass, logits));
    }

    /** Returns a worker for each thread that computes alone. */
    List<Worker> soloists() {
        return Arrays.stream(workers).map(Worker::alone).toList();
    }

    /** Does something on all threads, or on the caller's alone if there is little to do. */
    void together(int things, IntConsumer work) {
        if (things > 1) {
            run(work);
        } else {
            alone(work).accept(0);
        }
    }

    /** Rounds all elements of a memory to bfloat16, each worker its share. */
    void round(FloatMemory from, Bf16Memory to) {
        long n = from.length();
        run(i -> round(workers[i], from, to, workers[i].from(n), workers[i].to(n)));
    }

    private static void round(Worker worker, FloatMemory from, Bf16Memory to, long begin, long end) {
        int rows = (int) ((end - begin) / ROUNDED_AT_ONCE);
        long rest = begin + (long) rows * ROUNDED_AT_ONCE;
        worker.gemm().convert(from, begin, to, begin, new Gemm.Sizes(rows, ROUNDED_AT_ONCE, ROUNDED_AT_ONCE));
        worker.gemm().convert(from, rest, to, rest, new Gemm.Sizes(1, (int) (end - rest), ROUNDED_AT_ONCE));
    }

    /** Returns Σ g² of the gradients in those stretches, in double precision and a fixed order. */
    double sumOfSquares(FloatMemory gradients, List<FlatLayout.Stretch> stretches) {
        run(i -> {
            sums[i] = 0;
            for (FlatLayout.Stretch stretch : stretches) {
                sums[i] += AdamW.sumOfSquares(workers[i].kernels(), gradients, stretch.at() + workers[i].from(stretch.count()),
                        stretch.at() + workers[i].to(stretch.count()));
            }
        });
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return sum;
    }

    /** Updates the parameters by their gradients. */
    void update(Model model, UpdateRule rule, double gradientScale) {
        long n = model.layout().length();
        Update update = new Update(model.parameters(), model.gradients(), model.moments(), model.averages(), rule, gradientScale);
        if (rule.muon() && muon == null) {
            muon = new Muon(model.layout(), Arrays.stream(workers).map(Worker::gemm).toList());
        }
        adamW.prepare(update);
        run(i -> {
            adamW.update(i, update, workers[i].from(n), workers[i].to(n));
            if (rule.muon()) {
                muon.update(i, update);
            }
        });
        adamW.finish(update);
    }

    private void run(IntConsumer work) {
        threads.run(alone(work));
    }

    /** Returns the same work, in which each product is computed by the worker that asks for it. */
    private IntConsumer alone(IntConsumer work) {
        return oneDnn.isPresent() ? oneDnn.get().onCallersThread(work) : work;
    }

    @Override
    public void close() {
        threads.close();
        for (Worker worker : workers) {
            worker.gemm().close();
        }
        if (muon != null) {
            muon.close();
        }
    }
}
