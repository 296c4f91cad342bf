package growth.runtime.train.ranks;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.GateSite;
import growth.api.model.ModelState;
import growth.formats.safetensors.ArrayBytes;
import growth.formats.safetensors.TensorType;
import growth.parallel.group.ProcessGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The checksums of a model's tensors: parameters, what the optimizer remembers, averages, and the gates. Equal tensors have equal ones; of
 * four thousand million pairs that differ, about one has, too.
 *
 * @param byTensor tensor → CRC-32C of its elements, row-major
 */
record StateChecksums(Map<String, String> byTensor) {

    /** Returns those of a model. */
    static StateChecksums of(ModelState model) {
        Map<String, String> sums = new LinkedHashMap<>();
        sums.put("shape", model.shape().toString());
        model.parameters().forEach((name, values) -> sums.put(name, sum(values)));
        model.optimizer().forEach((name, state) -> {
            sums.put("steps of " + name, Long.toString(state.steps()));
            state.slots().forEach((slot, values) -> sums.put(slot.name().toLowerCase(Locale.ROOT) + " of " + name, sum(values)));
            state.born().ifPresent(values -> sums.put("births of " + name, sum(values)));
        });
        model.averages().forEach((average, tensors) -> tensors.forEach((name, values) -> sums.put("average " + average + " of " + name,
                sum(values))));
        for (GateSite site : model.gates().sites()) {
            sums.put("gates " + site, Integer.toHexString(Arrays.hashCode(model.gates().at(site).orElseThrow())));
        }
        return new StateChecksums(sums);
    }

    /** Returns those of the momentum of an outer optimizer. */
    static StateChecksums ofMomentum(Map<String, INDArray> momentum) {
        Map<String, String> sums = new LinkedHashMap<>();
        momentum.forEach((name, values) -> sums.put("outer momentum of " + name, sum(values)));
        return new StateChecksums(sums);
    }

    private static String sum(INDArray values) {
        Summing channel = new Summing(new CRC32C());
        try {
            ArrayBytes.write(channel, "", values, TensorType.F32);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Long.toHexString(channel.sum.getValue());
    }

    /** Sums up what is written. */
    private record Summing(CRC32C sum) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) {
            int length = bytes.remaining();
            sum.update(bytes);
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    /**
     * Compares them with those of all ranks.
     *
     * @throws GrowthException on all ranks alike, about the first rank and tensor that are not as on rank 0
     */
    void requireSame(ProcessGroup group) {
        List<StateChecksums> all = new ArrayList<>();
        group.allGather(RecordJson.write(this)).forEach(bytes -> all.add(RecordJson.read(bytes, StateChecksums.class)));
        Map<String, String> first = all.get(0).byTensor;
        for (int rank = 1; rank < all.size(); rank++) {
            Map<String, String> other = all.get(rank).byTensor;
            List<String> differing = first.keySet().stream().filter(name -> !first.get(name).equals(other.get(name))).toList();
            if (!differing.isEmpty() || other.size() != first.size()) {
                String which = differing.isEmpty() ? other.keySet().stream().filter(name -> !first.containsKey(name)).findFirst()
                        .orElseThrow() : differing.get(0);
                throw new GrowthException(Kind.UNEXPECTED, "rank " + rank + " holds another model than rank 0: " + which + " is "
                        + other.getOrDefault(which, "missing") + ", not " + first.getOrDefault(which, "missing") + " ("
                        + Math.max(1, differing.size()) + " of " + first.size() + " tensors differ); all ranks need machines"
                        + " and libraries that compute alike, and operators that draw from their request's seed alone");
            }
        }
    }
}
