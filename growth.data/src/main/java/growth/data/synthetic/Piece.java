package growth.data.synthetic;

/** One kind of text. */
interface Piece {
    /** @return the text, with a line feed at its end */
    String write(Dice dice, Lexicon lexicon);
}
