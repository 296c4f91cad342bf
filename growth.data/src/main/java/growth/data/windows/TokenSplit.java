package growth.data.windows;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.api.data.DataRequest;
import growth.data.OptionPlace;
import growth.data.tokens.Tokens;
import java.util.Locale;

/**
 * Tokens to train on and tokens to validate with.
 *
 * @param train training tokens; empty if nothing is trained
 * @param valid validation tokens; may be empty
 */
public record TokenSplit(Tokens train, Tokens valid) {
    /**
     * Splits the tokens of a request.
     *
     * @param train tokens of option {@code train}; empty if it is not given
     * @param valid tokens of option {@code valid}; empty if it is not given
     * @param share share of the training tokens, at their end, that is kept for validation where there are no validation tokens
     * @param fewest tokens that validation data of their own need
     * @throws GrowthException (DATA) if either is shorter than a window
     */
    public static TokenSplit of(DataRequest request, Tokens train, Tokens valid, double share, int fewest) {
        boolean own = valid.size() > 0;
        long held = own ? 0 : heldOut(request, train.size(), share);
        if (train.size() > 0) {
            require(request, "train", train.size() - held, held);
        }
        if (own && valid.size() < fewest) {
            require(request, "valid", valid.size(), 0);
        }
        return new TokenSplit(train.range(0, train.size() - held), own ? valid : train.range(train.size() - held, train.size()));
    }

    /** The share, but at least one window, so that there is something to validate with. */
    private static long heldOut(DataRequest request, long tokens, double share) {
        return share == 0 || tokens == 0 ? 0 : Math.min(tokens, Math.max(Math.round(share * tokens), request.model().context() + 1L));
    }

    private static void require(DataRequest request, String option, long tokens, long held) {
        int needed = request.model().context() + 1;
        if (tokens < needed) {
            throw OptionPlace.of(request, option).refuse(String.format(Locale.ROOT,
                    "%d tokens%s are too few: one window of context %d needs %d; give more text or a smaller context", tokens,
                    held > 0 ? " (and " + held + " kept for validation)" : "", request.model().context(), needed));
        }
    }
}
