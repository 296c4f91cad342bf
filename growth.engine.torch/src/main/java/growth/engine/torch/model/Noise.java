package growth.engine.torch.model;

import growth.api.model.ModelShape;
import growth.engine.common.random.Dropout;
import growth.engine.common.random.Dropout.Site;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.batch.DeviceBatch;
import java.util.HashMap;
import java.util.Map;

/**
 * Dropout and stochastic depth of one pass on the device. What is dropped is decided by the hash of {@link Dropout}, to the bit as in every
 * engine. Its tensors belong to the arena in which the pass begins.
 */
public final class Noise {
    /** Numbers that are made at a time to decide what is dropped: 256 MB. */
    private static final long MOST = 1 << 25;

    private final Aten aten;
    private final Dropout dropout;
    private final HashTensors hashes;
    /**
     * The hashed rows of each site where something is dropped, I64 {@code [rows, length, 1]}; of attention
     * {@code [rows, heads, length, 1]}.
     */
    private final Map<Site, Tensor> rows = new HashMap<>();
    /** For each length of a row that is dropped from, what its places add to the keys. */
    private final Map<Long, Tensor> places = new HashMap<>();
    /** Factors of the branches, {@code [2·layers, rows, 1, 1]}; null if all run. */
    private final Tensor depth;

    /**
     * Uploads what decides about a batch of a model of that shape: the numbers of its rows, and which branches run for which sequence.
     *
     * @return null if nothing is dropped
     */
    static Noise of(Aten aten, Dropout dropout, DeviceBatch batch, ModelShape shape) {
        boolean drops = dropout.touchesBranches();
        for (Site site : Site.values()) {
            drops |= dropout.touches(site);
        }
        return drops ? new Noise(aten, dropout, batch, shape) : null;
    }

    private Noise(Aten aten, Dropout dropout, DeviceBatch batch, ModelShape shape) {
        this.aten = aten;
        this.dropout = dropout;
        hashes = new HashTensors(aten, MOST);
        if (dropout.touches(Site.EMBEDDING)) {
            rows.put(Site.EMBEDDING, hashes.rows(following(batch.rows(), batch.embeddedLength())));
        }
        if (dropout.touches(Site.ATTENTION_OUTPUT)) {
            rows.put(Site.ATTENTION_OUTPUT, hashes.rows(body(batch)));
            rows.put(Site.MLP_OUTPUT, rows.get(Site.ATTENTION_OUTPUT));
        }
        if (dropout.touches(Site.ATTENTION)) {
            rows.put(Site.ATTENTION, hashes.rows(heads(batch, shape.heads())));
            places.put((long) batch.length(), hashes.places(batch.length()));
            places.put((long) batch.embeddedLength(), hashes.places(batch.embeddedLength()));
        }
        places.put((long) shape.hidden(), hashes.places(shape.hidden()));
        depth = depth(batch.rows(), shape.layers());
    }

    private Tensor following(int sequences, int length) {
        return aten.view(aten.integers().range((long) sequences * length), sequences, length, 1);
    }

    /** Returns the numbers of the rows as the blocks see them; only those of pooled sequences do not follow each other. */
    private Tensor body(DeviceBatch batch) {
        int sequences = batch.rows();
        int length = batch.length();
        if (batch.bodyStart(sequences - 1) == (sequences - 1) * length) {
            return following(sequences, length);
        }
        long[] numbers = new long[sequences * length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = batch.bodyStart(i / length) + i % length;
        }
        return aten.tensors().upload(numbers, sequences, length, 1);
    }

    private Tensor heads(DeviceBatch batch, int heads) {
        Tensor first = aten.integers().mul(aten.view(body(batch), batch.rows(), 1, batch.length(), 1), heads);
        return aten.add(first, aten.view(aten.integers().range(heads), heads, 1, 1));
    }

    private Tensor depth(int sequences, int layers) {
        float[] factors = new float[2 * layers * sequences];
        boolean all = true;
        for (int i = 0; i < factors.length; i++) {
            int branch = i / sequences;
            Site site = branch % 2 == 0 ? Site.ATTENTION_OUTPUT : Site.MLP_OUTPUT;
            factors[i] = dropout.depthScale(site, branch / 2, layers, i % sequences);
            all &= factors[i] == 1;
        }
        return all ? null : aten.tensors().upload(factors, 2L * layers, sequences, 1, 1);
    }

    /** Returns whether attention probabilities are dropped, which libtorch's fused attention cannot do by our hash. */
    boolean dropsAttention() {
        return dropout.touches(Site.ATTENTION);
    }

    /**
     * Drops elements and scales the others: of the embedded sequences or of a branch's output, {@code [rows, length, hidden]}, or of
     * attention probabilities, {@code [rows, heads, length, keys]}. Where nothing is dropped, that is x itself.
     *
     * @param layer the block; 0 for the embedding
     */
    public Tensor drop(Site site, int layer, Tensor x) {
        if (!dropout.touches(site)) {
            return x;
        }
        Tensor keys = hashes.keys(dropout.seed(site, layer), rows.get(site));
        Tensor dropped = hashes.below(keys, places.get(x.size(-1)), dropout.threshold(site));
        return aten.maskedFill(aten.mul(x, dropout.scale(site)), dropped, 0);
    }

    /**
     * Scales a branch's output, {@code [rows, length, hidden]}, by what stochastic depth decides for its sequences (Huang et al. 2016): 0
     * or 1 / (1 − rate).
     */
    public Tensor thin(Site site, int layer, Tensor x) {
        return depth == null ? x : aten.mul(x, aten.select(depth, 0, 2L * layer + (site == Site.ATTENTION_OUTPUT ? 0 : 1)));
    }
}
