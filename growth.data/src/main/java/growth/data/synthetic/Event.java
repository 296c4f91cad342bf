package growth.data.synthetic;

/** Something that may happen in a story: it changes the world and says so. */
interface Event {
    /** @return whether it could happen now; if not, neither the world nor the text has changed */
    boolean happen(Telling telling);
}
