package growth.conformance;

/** One thing that operators have to get right in every growth they do. */
interface Check {
    /** Returns what is checked, in words. */
    String title();

    /**
     * @param learns whether the operator trains in a growth, which takes seconds
     * @return how many growths of a family are looked at: all of them unless it takes long
     */
    default int most(boolean learns) {
        return learns ? 2 : Integer.MAX_VALUE;
    }

    /**
     * @param trial an accepted growth
     * @throws Fault that says what is wrong
     */
    void verify(Trial trial);
}
