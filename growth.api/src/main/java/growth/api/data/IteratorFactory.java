package growth.api.data;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes iterators of ND4J that data kind {@code dl4j} reads. A plug-in implements this where an iterator needs files or settings of the
 * run file, carries {@link IteratorName} and is found by that name; one that needs neither is a service itself.
 *
 * <p>An iterator repeats itself: after {@code reset()} it gives the same batches in the same order, in this process and in the next.
 */
@ConsumerType
public interface IteratorFactory {
    /**
     * What an iterator is made for.
     *
     * @param files    absolute paths of existing files or folders, {@code data.train} or {@code data.valid}; may be empty
     * @param settings {@code data.settings} of the run file, as they are
     * @param seed     seed of the run's data, for an iterator that shuffles: always in the same way for the same seed
     */
    record Request(List<Path> files, Map<String, List<String>> settings, long seed) {
        public Request {
            files = List.copyOf(files);
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }

        /** Returns the one text of a setting; empty if there is none. */
        public Optional<String> setting(String name) {
            return settings.getOrDefault(name, List.of()).stream().findFirst();
        }
    }

    /**
     * Returns a new iterator at its first batch. Files are not read before they are needed.
     *
     * @throws growth.api.GrowthException (DATA or CONFIGURATION) in one line
     */
    DataSetIterator open(Request request);
}
