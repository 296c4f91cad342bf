package growth.data.iterators;

import growth.api.data.DataKind;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.options.Card;
import growth.data.options.IteratorOptions;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Examples that an iterator of ND4J delivers, for models of images and of tokens. */
@DataKind(IteratorSource.KIND)
@Component(service = DataSource.class)
public final class IteratorSource implements DataSource {
    /** The kind in run files. */
    public static final String KIND = "dl4j";
    private final IteratorShelf shelf;

    /** @param shelf where iterators are found */
    @Activate
    public IteratorSource(@Reference IteratorShelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public Card card() {
        return new Card(KIND, "what a DataSetIterator of a plug-in delivers, in its own order: images with labels, or token numbers",
                "Deeplearning4j and ND4J 1.0.0-M2.1, org.nd4j.linalg.dataset.api.iterator", IteratorOptions.class);
    }

    /** Opens the iterators of a request and reads them through once; refuses examples with kind DATA and options with CONFIGURATION. */
    @Override
    public Dataset open(DataRequest request) {
        return new IteratorOpener(request, shelf).open();
    }
}
