package growth.parallel.ring;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads frames of one connection. Data wait in the system's buffers until an exchange wants them; what else comes is read at once. */
final class Reader {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Link link;
    private Exchange exchange;
    private boolean opened;
    private ByteBuffer place;
    private long arrivals;

    Reader(Link link) {
        this.link = link;
    }

    Link link() {
        return link;
    }

    /** Expects what belongs to an exchange; null: nothing. */
    void expect(Exchange next) {
        exchange = next;
        opened = false;
    }

    /** Returns whether all that belongs to the exchange has come. */
    boolean complete() {
        return !exchange.listens() || opened && exchange.received();
    }

    /** Returns the number of frames of exchanges that have come so far. */
    long arrivals() {
        return arrivals;
    }

    /**
     * Reads one frame, or a part of one.
     *
     * @return whether it was read as a whole: there may be more to read
     * @throws GrowthException if the neighbour gave up, or sends something else than was expected
     */
    boolean read() throws IOException {
        if (link.left()) {
            return false;
        }
        Frame frame = link.header();
        if (frame == null) {
            return false;
        }
        return switch (frame) {
            case BEAT -> link.fillPayload(NOTHING);
            case BYE -> {
                link.fillPayload(NOTHING);
                link.leave();
                yield true;
            }
            case ABORT -> abort();
            case OPEN, DATA -> data(frame);
        };
    }

    private boolean abort() throws IOException {
        if (place == null) {
            if (link.bytes() < 1 || link.bytes() > Abort.MOST) {
                throw new IOException("what it sent is no reason");
            }
            place = ByteBuffer.allocate(link.bytes());
        }
        if (!link.fillPayload(place)) {
            return false;
        }
        throw Abort.read(place.flip()).failure();
    }

    private boolean data(Frame frame) throws IOException {
        if (exchange == null || complete()) {
            link.pause(true);
            return false;
        }
        link.pause(false);
        if (place == null) {
            place = frame == Frame.OPEN && !opened && link.bytes() == Opening.BYTES ? ByteBuffer.allocate(Opening.BYTES)
                    : frame == Frame.DATA && opened ? exchange.place(link.bytes()) : null;
            if (place == null) {
                throw new GrowthException(Kind.UNEXPECTED,
                        link.peer() + " sends " + link.bytes() + " bytes that do not belong to " + exchange.opening());
            }
        }
        if (!link.fillPayload(place)) {
            return false;
        }
        if (frame == Frame.OPEN) {
            Opening theirs = Opening.read(place.flip());
            if (!theirs.equals(exchange.opening())) {
                throw new GrowthException(Kind.UNEXPECTED, link.peer() + " is at " + theirs + ", this rank at " + exchange.opening()
                        + "; ranks must do the same in the same order");
            }
            opened = true;
        } else {
            exchange.arrived();
        }
        place = null;
        arrivals++;
        return true;
    }
}
