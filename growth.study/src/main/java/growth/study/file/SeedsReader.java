package growth.study.file;

import static growth.study.file.StudyText.refuse;

import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Reads the seeds of a study. */
final class SeedsReader {
    private static final long USUAL = 3;
    private static final long MOST = 1000;

    private SeedsReader() {
    }

    /**
     * Returns the seeds.
     *
     * @param seeds what was written, if anything
     * @param base  the base run, from whose seed a number of seeds is counted
     */
    static List<Long> read(Optional<Entry> seeds, Mapping base) {
        if (seeds.isEmpty() || seeds.get().value() instanceof Scalar) {
            long count = seeds.map(entry -> count(entry)).orElse(USUAL);
            long first = StudyText.at(base, "seed").map(SeedsReader::whole).orElse(1L);
            return LongStream.range(first, first + count).boxed().toList();
        }
        List<Long> read = new ArrayList<>();
        for (YamlValue item : StudyText.items(seeds.get(), StudyKeys.SEEDS, "seeds: [1, 2, 3], or seeds: 3")) {
            long seed = whole(item);
            if (read.contains(seed)) {
                throw refuse(item.place(), "the seed " + seed + " is given twice: it would be the same run; give each seed once");
            }
            read.add(seed);
        }
        if (read.isEmpty()) {
            throw refuse(seeds.get().place(), "seeds is empty; write for instance seeds: [1, 2, 3], or seeds: 3");
        }
        return read;
    }

    private static long count(Entry entry) {
        long count = whole(entry.value());
        if (count < 1 || count > MOST) {
            throw refuse(entry.place(), "seeds: " + count + " is no number of seeds; write how many, e.g. seeds: 3, or their list, "
                    + "e.g. seeds: [" + count + "]");
        }
        return count;
    }

    private static long whole(YamlValue value) {
        if (value instanceof Scalar scalar && scalar.kind() == Scalar.Kind.INTEGER) {
            try {
                return Long.decode(scalar.text());
            } catch (NumberFormatException e) {
                throw refuse(value.place(), "the seed " + scalar.text() + " has more than 64 bits");
            }
        }
        throw refuse(value.place(), "a seed must be a whole number, not " + value.words());
    }
}
