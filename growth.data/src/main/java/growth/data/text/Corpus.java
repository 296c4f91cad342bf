package growth.data.text;

import growth.data.corpus.Document;
import java.util.List;

/**
 * Documents to train on and to validate with.
 *
 * @param train training documents; empty if nothing is trained
 * @param valid validation documents; may be empty
 * @param share share of the training tokens, at their end, that is kept for validation where there are no validation documents
 */
public record Corpus(List<Document> train, List<Document> valid, double share) {
    public Corpus {
        train = List.copyOf(train);
        valid = List.copyOf(valid);
    }
}
