package growth.engine.cpu;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.engine.Decoder;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.engine.common.check.DecoderCheck;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Conditions;
import growth.engine.cpu.pass.Past;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Texts that are read token by token. Every text is computed alone, by one worker, whatever the others do: so the logits of a row have the
 * same bits however many rows and workers there are, and rows may be of any length.
 */
final class CpuDecoder implements Decoder {
    private final Model model;
    private final Team team;
    private final Runnable usable;
    private final DecoderCheck check;
    private final int[] lengths;
    private final Region[][] keysValues;
    private final FloatMemory cache;
    private final INDArray logits;
    private final FloatMemory logitMemory;
    private final Soloist[] soloists;
    private boolean closed;

    /**
     * @param rows      number of texts
     * @param positions tokens of each that are kept
     * @param usable    returns if the session still has the model
     * @throws GrowthException (CONFIGURATION) if that cannot be decoded
     */
    CpuDecoder(Model model, Team team, int rows, int positions, Runnable usable) {
        ModelShape shape = model.shape();
        check = new DecoderCheck(shape, rows, positions);
        check.check();
        this.model = model;
        this.team = team;
        this.usable = usable;
        lengths = new int[rows];
        List<Worker> workers = team.soloists();
        int columns = Activations.projectedSize(shape) - shape.attentionSize();
        long layer = (long) positions * columns;
        // rows behind what has been read are never looked at
        cache = FloatMemory.uninitialised(rows * shape.layers() * layer, workers.size());
        keysValues = new Region[rows][shape.layers()];
        for (int row = 0; row < rows; row++) {
            long first = (long) row * shape.layers();
            Arrays.setAll(keysValues[row], i -> new Region(cache, (first + i) * layer, columns));
        }
        logits = Nd4j.create(DataType.FLOAT, rows, model.transformer().outputs());
        logitMemory = new FloatMemory(logits, workers.size());
        soloists = workers.stream().limit(rows).map(worker -> new Soloist(worker, model, positions, workers.size()))
                .toArray(Soloist[]::new);
    }

    @Override
    public int rows() {
        return lengths.length;
    }

    @Override
    public int positions() {
        return check.positions();
    }

    @Override
    public int length(int row) {
        return lengths[row];
    }

    @Override
    public void reset(int row) {
        lengths[row] = 0;
    }

    @Override
    public INDArray read(int[][] tokens) {
        usable();
        check.check(tokens, lengths);
        int[] reading = IntStream.range(0, tokens.length).filter(row -> tokens[row].length > 0).toArray();
        Conditions conditions = Conditions.of(View.full(), model.shape(), model.gates());
        int parts = Math.min(reading.length, soloists.length);
        team.together(parts, thread -> {
            for (int i = thread; i < reading.length; i += parts) {
                read(soloists[thread], conditions, reading[i], tokens[reading[i]]);
            }
        });
        return logits;
    }

    private void read(Soloist soloist, Conditions conditions, int row, int[] tokens) {
        Region out = new Region(logitMemory, 0, model.transformer().outputs()).from(row);
        for (int from = 0; from < tokens.length; from += soloist.most()) {
            int end = Math.min(from + soloist.most(), tokens.length);
            int[] part = Arrays.copyOfRange(tokens, from, end);
            soloist.read(conditions, new Batch.Tokens(1, part.length, part, part), new Past(lengths[row] + from, keysValues[row]), out,
                    end == tokens.length);
        }
        lengths[row] += tokens.length;
    }

    private void usable() {
        if (closed) {
            throw new IllegalStateException("the decoder is closed");
        }
        usable.run();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            for (Soloist soloist : soloists) {
                soloist.close();
            }
            cache.close();
            logitMemory.close();
        }
    }
}
