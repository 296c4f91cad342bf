package growth.data.images;

import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.data.LazyBatches;
import growth.data.OptionPlace;
import growth.data.windows.Passes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images as training data. A batch is a function of the images, the cursor and the view; the cursor counts images. */
public final class ImageDataset implements Dataset {
    private final Pictures pictures;
    private final int image;
    private final Normalisation normalisation;
    private final OptionPlace place;
    private final Map<String, String> provenance;
    private final Passes passes;
    private Cursor cursor = Cursor.START;

    /**
     * Makes a dataset at the beginning of its first pass.
     *
     * @param pictures      closed with the dataset
     * @param image         height and width at full resolution, in pixels
     * @param normalisation of colours
     * @param place         the option of the training data
     * @param provenance    facts for the run's provenance; the names of the labels are added
     */
    public ImageDataset(Pictures pictures, int image, Normalisation normalisation, OptionPlace place, Map<String, String> provenance) {
        this.pictures = pictures;
        this.image = image;
        this.normalisation = normalisation;
        this.place = place;
        Map<String, String> facts = new LinkedHashMap<>(provenance);
        facts.put("labels", String.join(", ", pictures.classes()));
        this.provenance = Collections.unmodifiableMap(facts);
        this.passes = new Passes(pictures.training(), 0);
    }

    @Override
    public int vocabulary() {
        return 0;
    }

    @Override
    public int labels() {
        return pictures.classes().size();
    }

    @Override
    public List<String> labelNames() {
        return List.copyOf(pictures.classes());
    }

    @Override
    public long tokensPerEpoch() {
        return passes.count();
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return Optional.empty();
    }

    /** Where all passes show the same images, a batch may reach into the next pass, but holds no image of one pass twice. */
    @Override
    public Batch next(int rows, View view) {
        if (!pictures.endless() && rows > passes.count()) {
            throw place.refuse(passes.count() + " images are too few for a batch of " + rows
                    + "; give more images or a smaller batch");
        }
        ImageBatch batch = new ImageBatch(rows, ImageBatch.resolution(view, image), normalisation);
        for (int row = 0; row < rows; row++) {
            batch.add(pictures.training(cursor));
            cursor = passes.after(cursor);
        }
        return batch.toBatch();
    }

    @Override
    public Cursor cursor() {
        return cursor;
    }

    @Override
    public void seek(Cursor to) {
        cursor = passes.checked(to, place, "image");
    }

    @Override
    public long validationRows() {
        return pictures.validation();
    }

    @Override
    public List<Batch> validation(View view, long most, int rows) {
        int resolution = ImageBatch.resolution(view, image);
        return LazyBatches.of(Math.min(most, validationRows()), rows, (first, here) -> {
            ImageBatch batch = new ImageBatch(here, resolution, normalisation);
            for (int row = 0; row < here; row++) {
                batch.add(pictures.validation(first + row));
            }
            return batch.toBatch();
        });
    }

    @Override
    public Map<String, String> provenance() {
        return provenance;
    }

    @Override
    public void close() {
        pictures.close();
    }
}
