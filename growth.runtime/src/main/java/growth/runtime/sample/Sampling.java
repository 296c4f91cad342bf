package growth.runtime.sample;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;

/**
 * How the next token is drawn: the logits are divided by the temperature, then the least probable tokens are left out by the three limits
 * in this order, and one of the rest is drawn by its probability.
 *
 * @param temperature 1 draws as the model says, less prefers what is probable; 0 takes the most probable token, of equal ones the lowest id
 * @param topK        keeps that many of the most probable tokens (Fan et al. 2018); 0: all
 * @param topP        keeps the fewest tokens, most probable ones first, that have this share of the probability (Holtzman et al. 2020); 1:
 *                    all
 * @param minP        keeps tokens that have at least this share of the probability of the most probable one (Nguyen et al. 2024); 0: all
 */
public record Sampling(double temperature, int topK, double topP, double minP) {
    /** Takes the most probable token. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0);

    /** @throws GrowthException (CONFIGURATION) that says what is out of bounds */
    public Sampling {
        require(temperature >= 0 && temperature <= 1e6, "temperature " + temperature + "; at least 0, which takes the most probable token");
        require(topK >= 0, "top-k " + topK + "; at least 1, or 0 for all tokens");
        require(topP > 0 && topP <= 1, "top-p " + topP + "; more than 0 and at most 1");
        require(minP >= 0 && minP <= 1, "min-p " + minP + "; 0 to 1");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new GrowthException(Kind.CONFIGURATION, message);
        }
    }

    /** Returns whether no token is left out. */
    boolean whole() {
        return topK == 0 && topP == 1 && minP == 0;
    }
}
