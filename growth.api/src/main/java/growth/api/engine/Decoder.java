package growth.api.engine;

import growth.api.GrowthException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads some texts token by token and gives the logits of what follows. It keeps keys and values of what it has read, so that a token costs
 * one position and not the whole text. Logits are those of {@link EngineSession#logits} but for rounding, and those of a row do not depend
 * on the other rows, down to the last bit.
 */
@ProviderType
public interface Decoder extends AutoCloseable {
    /** Returns the number of texts. */
    int rows();

    /** Returns how many tokens of a text it keeps at most. */
    int positions();

    /** Returns how many tokens of a row's text it has read. */
    int length(int row);

    /**
     * Reads on in every row.
     *
     * @param tokens the tokens that follow in each row, {@code [rows][any number]}; a row without any rests
     * @return logits behind the last token of each row, {@code [rows, vocabulary]}, valid until the decoder is used again; those of a row
     *     that rests are as they were
     * @throws GrowthException (DATA) if an id is outside of the vocabulary or a row would be longer than {@link #positions}; nothing is
     *     read then
     */
    INDArray read(int[][] tokens);

    /** Forgets what a row has read, so that another text can begin in it. */
    void reset(int row);

    @Override
    void close();
}
