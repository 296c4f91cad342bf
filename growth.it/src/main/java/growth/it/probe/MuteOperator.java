package growth.it.probe;

import growth.api.operator.OperatorCard;

/** Cannot say what it is. */
public final class MuteOperator extends StackingProbe {

    /** The operator's name. */
    public static final String NAME = "mute";

    /** The card is what fails. */
    public MuteOperator() {
        super(NAME);
    }

    @Override
    public OperatorCard card() {
        throw new UnsupportedOperationException("no card was printed");
    }
}
