package growth.runtime.catalogue;

/** Kinds of plug-ins. */
public enum PluginKind {
    OPERATOR("operator"), SCHEDULE("schedule"), DATA("data source"), ENGINE("engine");

    private final String words;

    PluginKind(String words) {
        this.words = words;
    }

    /** @return the kind in words */
    public String words() {
        return words;
    }
}
