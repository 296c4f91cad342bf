package growth.example.dl4j;

import growth.api.data.IteratorName;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.ViewIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/**
 * Noisy pictures, 8×8, of horizontal, vertical or no stripes. An iterator that needs no files is the service itself; the scope makes a new
 * one for each user, because an iterator has a position.
 */
@IteratorName("stripes")
@Component(service = DataSetIterator.class, scope = ServiceScope.PROTOTYPE)
public final class Stripes extends ViewIterator {
    private static final long serialVersionUID = 1;
    private static final int EXAMPLES = 320;
    private static final int SIZE = 8;
    private static final int BATCH = 24;
    private static final List<String> LABELS = List.of("horizontal", "vertical", "none");

    /** Begins at the first picture. */
    public Stripes() {
        super(pictures(), BATCH);
    }

    private static DataSet pictures() {
        SplittableRandom random = new SplittableRandom(1);
        float[] pixels = new float[EXAMPLES * 3 * SIZE * SIZE];
        float[] labels = new float[EXAMPLES * LABELS.size()];
        for (int example = 0; example < EXAMPLES; example++) {
            int label = random.nextInt(LABELS.size());
            labels[example * LABELS.size() + label] = 1;
            for (int i = 0; i < 3 * SIZE * SIZE; i++) {
                int line = label == 0 ? i / SIZE % SIZE : i % SIZE;
                double stripe = label == 2 ? 0 : line % 2 == 0 ? 0.5 : -0.5;
                pixels[example * 3 * SIZE * SIZE + i] = (float) (stripe + 0.5 * random.nextGaussian());
            }
        }
        return new DataSet(Nd4j.createFromArray(pixels).reshape(EXAMPLES, 3, SIZE, SIZE),
                Nd4j.createFromArray(labels).reshape(EXAMPLES, LABELS.size()));
    }

    @Override
    public List<String> getLabels() {
        return LABELS;
    }
}
