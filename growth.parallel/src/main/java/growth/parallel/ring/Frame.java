package growth.parallel.ring;

import java.nio.ByteBuffer;

/** What travels over a connection: a header of five bytes (what, how many bytes follow) and a payload. */
enum Frame {
    /** A collective begins: its kind, its number and its length. */
    OPEN,
    /** A part of what a collective moves. */
    DATA,
    /** A sign of life. */
    BEAT,
    /** The run is over for all: whose fault it is, and a line. */
    ABORT,
    /** This rank leaves; nothing comes any more. */
    BYE;

    /** Bytes of a header. */
    static final int HEADER = 5;
    /** The most bytes of a payload: 128 KiB, which a network takes a millisecond for, and a header adds nothing to. */
    static final int MOST = 1 << 17;

    private static final Frame[] ALL = values();

    /** Returns a header that can be written. */
    ByteBuffer header(int bytes) {
        return ByteBuffer.allocateDirect(HEADER).put((byte) ordinal()).putInt(bytes).flip();
    }

    /** Writes a header over another one. */
    void header(ByteBuffer into, int bytes) {
        into.clear().put((byte) ordinal()).putInt(bytes).flip();
    }

    /** Returns the frame of a number, or null. */
    static Frame of(byte number) {
        return number >= 0 && number < ALL.length ? ALL[number] : null;
    }
}
