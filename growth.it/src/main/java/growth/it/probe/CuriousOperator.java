package growth.it.probe;

import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginKind;

/** Asks while it is made, which is as soon as its bundle starts, what else is installed. */
public final class CuriousOperator extends StackingProbe {

    /** The operator's name. */
    public static final String NAME = "curious";

    /** @param catalogue is asked at once */
    public CuriousOperator(Catalogue catalogue) {
        super(NAME);
        catalogue.plugins(PluginKind.OPERATOR);
        catalogue.operator("stack").close();
    }
}
