package growth.study.file;

import growth.api.Amounts;
import growth.api.TrainingTime;
import growth.api.TrainingTime.Unit;
import growth.api.options.Options;

/**
 * What every run of a study may cost: the duration of all of them.
 *
 * @param amount training FLOPs, tokens or seconds
 */
public record Budget(TrainingTime amount) {
    public Budget {
        boolean costs = amount.unit() == Unit.FLOPS || amount.unit() == Unit.TOKENS || amount.unit() == Unit.SECONDS;
        if (!costs || amount.value() == 0) {
            throw Options.refused("budget", "'" + amount + "' is not what a run may cost; write it in flop, tok or sec, e.g. 1.5Tflop,"
                    + " or leave it out: the training FLOPs of the baseline");
        }
    }

    /** Returns the amount in a few digits, for readers: {@code 5.0 TFLOP}. */
    public String words() {
        return switch (amount.unit()) {
            case FLOPS -> Amounts.operations(amount.value());
            case SECONDS -> Amounts.duration(amount.value());
            default -> Amounts.count(amount.value()) + " tokens";
        };
    }
}
