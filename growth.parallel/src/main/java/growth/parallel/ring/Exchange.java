package growth.parallel.ring;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * A collective under way: a stream of payloads to the right and one from the left. The ring's thread alone uses it after it has begun.
 */
abstract class Exchange {
    /** Completed when the exchange is over. */
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Opening opening;

    Exchange(Opening opening) {
        this.opening = opening;
    }

    /** Returns what it begins with. */
    final Opening opening() {
        return opening;
    }

    /** Returns the future that tells its end. */
    final CompletableFuture<Void> done() {
        return done;
    }

    /** Returns whether it sends anything. */
    boolean speaks() {
        return true;
    }

    /** Returns whether anything comes. */
    boolean listens() {
        return true;
    }

    /** Returns the next payload for the right, or null if there is none yet, or none any more. */
    abstract ByteBuffer next();

    /** Returns where a payload from the left goes; null if none of that many bytes may come now. */
    abstract ByteBuffer place(int bytes);

    /** Takes the payload whose place has been filled. */
    abstract void arrived();

    /** Returns whether all has been given to the right. */
    abstract boolean sent();

    /** Returns whether all has come from the left. */
    abstract boolean received();
}
