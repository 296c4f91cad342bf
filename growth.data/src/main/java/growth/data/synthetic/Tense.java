package growth.data.synthetic;

/** The tense a story is told in. */
enum Tense {
    PAST, PRESENT
}
