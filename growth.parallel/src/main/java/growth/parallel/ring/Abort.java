package growth.parallel.ring;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Why a run is over for all ranks, as it travels round the ring.
 *
 * @param kind    CONFIGURATION for what no repetition helps against, PEER otherwise
 * @param message one line with the rank that it is about
 */
record Abort(Kind kind, String message) {
    /** The most bytes of a message. */
    static final int MOST = 4096;

    /** Returns what another rank is told of a failure of this one. */
    static Abort of(GrowthException failure) {
        return new Abort(failure.kind() == Kind.CONFIGURATION ? Kind.CONFIGURATION : Kind.PEER, failure.getMessage());
    }

    /** Reads what another rank has sent. */
    static Abort read(ByteBuffer content) {
        Kind kind = content.get() == 1 ? Kind.CONFIGURATION : Kind.PEER;
        // another process has written it: one line without control characters
        String message = StandardCharsets.UTF_8.decode(content).toString().replaceAll("\\p{C}", "?");
        return new Abort(kind, message);
    }

    ByteBuffer content() {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        int bytes = Math.min(text.length, MOST - 1);
        return ByteBuffer.allocate(1 + bytes).put((byte) (kind == Kind.CONFIGURATION ? 1 : 0)).put(text, 0, bytes).flip();
    }

    GrowthException failure() {
        return new GrowthException(kind, message);
    }
}
