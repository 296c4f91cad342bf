package growth.parallel.ring;

import java.nio.ByteBuffer;

/**
 * What a collective begins with, equal on all ranks: this finds ranks that are out of step before they mix their numbers.
 *
 * @param kind   what it is
 * @param number its number since the ranks met
 * @param length elements of a sum; 0 where ranks may differ
 */
record Opening(Kind kind, long number, long length) {
    /** Bytes that it is sent in. */
    static final int BYTES = 1 + 2 * Long.BYTES;

    /** What ranks can do together. */
    enum Kind {
        SUM, GATHER, BROADCAST, BARRIER, UNKNOWN;

        private static final Kind[] ALL = values();
    }

    static Opening read(ByteBuffer content) {
        int kind = content.get();
        return new Opening(kind >= 0 && kind < Kind.ALL.length ? Kind.ALL[kind] : Kind.UNKNOWN, content.getLong(), content.getLong());
    }

    ByteBuffer content() {
        return ByteBuffer.allocate(BYTES).put((byte) kind.ordinal()).putLong(number).putLong(length).flip();
    }

    @Override
    public String toString() {
        String what = switch (kind) {
            case SUM -> "a sum of " + length + " numbers";
            case GATHER -> length == 0 ? "an all-gather" : "a sum of " + length + " numbers in double precision";
            case BROADCAST -> "a broadcast";
            case BARRIER -> "a barrier";
            case UNKNOWN -> "something unknown";
        };
        return "collective " + number + ", " + what;
    }
}
