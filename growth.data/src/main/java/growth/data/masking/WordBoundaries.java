package growth.data.masking;

/** Tells where words go on. */
@FunctionalInterface
public interface WordBoundaries {
    /** @return whether {@code id} belongs to the word that {@code before}, the token before it, ends with */
    boolean continues(int before, int id);
}
