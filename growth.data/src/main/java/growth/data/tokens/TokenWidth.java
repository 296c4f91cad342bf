package growth.data.tokens;

import java.nio.ByteBuffer;

/** The width of an id, or another number, in a file, little-endian. */
public enum TokenWidth {
    /** Unsigned 8 bits, for the colours of pixels. */
    UINT8(1) {
        @Override
        int get(ByteBuffer from, int index) {
            return Byte.toUnsignedInt(from.get(index));
        }

        @Override
        void put(ByteBuffer into, int id) {
            into.put((byte) id);
        }
    },
    /** Unsigned 16 bits. */
    UINT16(2) {
        @Override
        int get(ByteBuffer from, int index) {
            return Short.toUnsignedInt(from.getShort(index * 2));
        }

        @Override
        void put(ByteBuffer into, int id) {
            into.putShort((short) id);
        }
    },
    /** Signed 32 bits. */
    INT32(4) {
        @Override
        int get(ByteBuffer from, int index) {
            return from.getInt(index * 4);
        }

        @Override
        void put(ByteBuffer into, int id) {
            into.putInt(id);
        }
    },
    /** Signed 64 bits; what does not fit into 31 bits is read as -1, which no id is. */
    INT64(8) {
        @Override
        int get(ByteBuffer from, int index) {
            long id = from.getLong(index * 8);
            return id >= 0 && id <= Integer.MAX_VALUE ? (int) id : -1;
        }

        @Override
        void put(ByteBuffer into, int id) {
            into.putLong(id);
        }
    };

    private final int bytes;

    TokenWidth(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the narrower of 16 and 32 bits for ids below {@code vocabulary}. */
    public static TokenWidth of(int vocabulary) {
        return vocabulary <= 1 << 16 ? UINT16 : INT32;
    }

    /** Returns the number of bytes per id. */
    public int bytes() {
        return bytes;
    }

    abstract int get(ByteBuffer from, int index);

    abstract void put(ByteBuffer into, int id);
}
