package growth.runtime.suite;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model's score at one answer.
 *
 * @param exact whether greedy decoding writes it
 * @param loss  nats: the sum of the cross-entropies of its tokens
 */
record AnswerScore(boolean exact, double loss) {
    /** @param logits of every position of its text, {@code [at least its length, vocabulary]} */
    static AnswerScore of(Answer answer, INDArray logits) {
        int[] tokens = answer.tokens();
        boolean exact = true;
        double loss = 0;
        for (int i = answer.from(); i < tokens.length; i++) {
            float[] row = logits.getRow(i - 1).toFloatVector();
            exact &= isHighest(row, tokens[i]);
            loss += crossEntropy(row, tokens[i]);
        }
        if (answer.end().isPresent()) {
            exact &= isHighest(logits.getRow(tokens.length - 1).toFloatVector(), answer.end().getAsInt());
        }
        return new AnswerScore(exact, loss);
    }

    /** Of equal logits the first one counts, so that a model that tells nothing apart answers nothing. */
    private static boolean isHighest(float[] logits, int id) {
        for (int i = 0; i < logits.length; i++) {
            if (i < id ? !(logits[id] > logits[i]) : !(logits[id] >= logits[i])) {
                return false;
            }
        }
        return true;
    }

    private static double crossEntropy(float[] logits, int id) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
        }
        return largest + Math.log(sum) - logits[id];
    }
}
