package growth.parallel.ring;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Why a run is over for all ranks, as it travels round the ring.
 *
 * @param kind    what failed
 * @param message one line with the rank that it is about
 */
record Abort(Kind kind, String message) {
    /** The most bytes of a message. */
    static final int MOST = 4096;

    /** Returns what another rank is told of a failure of this one; a defect here is a lost rank there. */
    static Abort of(GrowthException failure) {
        return new Abort(failure.kind() == Kind.UNEXPECTED ? Kind.PEER : failure.kind(), failure.getMessage());
    }

    /** Reads what another rank has sent. */
    static Abort read(ByteBuffer content) {
        int written = content.get();
        Kind kind = Arrays.stream(Kind.values()).filter(each -> each.ordinal() == written).findFirst().orElse(Kind.PEER);
        // another process has written it: one line without control characters
        String message = StandardCharsets.UTF_8.decode(content).toString().replaceAll("\\p{C}", "?");
        return new Abort(kind, message);
    }

    ByteBuffer content() {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        int bytes = Math.min(text.length, MOST - 1);
        return ByteBuffer.allocate(1 + bytes).put((byte) kind.ordinal()).put(text, 0, bytes).flip();
    }

    GrowthException failure() {
        return new GrowthException(kind, message);
    }
}
