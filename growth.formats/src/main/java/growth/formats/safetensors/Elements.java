package growth.formats.safetensors;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Little-endian bytes of tensors to and from Java's numbers. Buffers are used from their position to their limit. */
final class Elements {
    private Elements() {
    }

    static void toFloats(TensorType type, ByteBuffer bytes, FloatBuffer out) {
        switch (type) {
            case F32 -> out.put(bytes.asFloatBuffer());
            case F64 -> {
                while (bytes.hasRemaining()) {
                    out.put((float) bytes.getDouble());
                }
            }
            case F16 -> {
                while (bytes.hasRemaining()) {
                    out.put(HalfPrecision.halfToFloat(bytes.getShort()));
                }
            }
            case BF16 -> {
                while (bytes.hasRemaining()) {
                    out.put(HalfPrecision.bfloatToFloat(bytes.getShort()));
                }
            }
            default -> throw new IllegalArgumentException(type + " is no floating-point type");
        }
    }

    static void toDoubles(TensorType type, ByteBuffer bytes, DoubleBuffer out) {
        if (type == TensorType.F64) {
            out.put(bytes.asDoubleBuffer());
            return;
        }
        FloatBuffer floats = FloatBuffer.allocate(bytes.remaining() / type.bytes());
        toFloats(type, bytes, floats);
        floats.flip();
        while (floats.hasRemaining()) {
            out.put(floats.get());
        }
    }

    /** Converts whole numbers to ints; throws an {@link ArithmeticException} if a value is no int. */
    static void toInts(TensorType type, ByteBuffer bytes, IntBuffer out) {
        if (type == TensorType.I32) {
            out.put(bytes.asIntBuffer());
            return;
        }
        while (bytes.hasRemaining()) {
            out.put(switch (type) {
                case BOOL, U8 -> Byte.toUnsignedInt(bytes.get());
                case I8 -> bytes.get();
                case U16 -> Short.toUnsignedInt(bytes.getShort());
                case I16 -> bytes.getShort();
                case U32 -> Math.toIntExact(Integer.toUnsignedLong(bytes.getInt()));
                case U64 -> unsignedToInt(bytes.getLong());
                case I64 -> Math.toIntExact(bytes.getLong());
                default -> throw new IllegalArgumentException(type + " is no type of whole numbers");
            });
        }
    }

    private static int unsignedToInt(long value) {
        if (value < 0) {
            throw new ArithmeticException(Long.toUnsignedString(value) + " is no int");
        }
        return Math.toIntExact(value);
    }

    static void fromFloats(TensorType type, FloatBuffer values, ByteBuffer out) {
        switch (type) {
            case F32 -> {
                int bytes = values.remaining() * Float.BYTES;
                out.asFloatBuffer().put(values);
                out.position(out.position() + bytes);
            }
            case F64 -> {
                while (values.hasRemaining()) {
                    out.putDouble(values.get());
                }
            }
            case F16 -> {
                while (values.hasRemaining()) {
                    out.putShort(HalfPrecision.floatToHalf(values.get()));
                }
            }
            case BF16 -> {
                while (values.hasRemaining()) {
                    out.putShort(HalfPrecision.floatToBfloat(values.get()));
                }
            }
            default -> throw new IllegalArgumentException(type + " is no floating-point type");
        }
    }

    static void fromDoubles(TensorType type, DoubleBuffer values, ByteBuffer out) {
        FloatBuffer one = FloatBuffer.allocate(1);
        while (values.hasRemaining()) {
            double value = values.get();
            if (type == TensorType.F64) {
                out.putDouble(value);
            } else {
                fromFloats(type, one.put(0, (float) value).rewind(), out);
            }
        }
    }

    static void fromInts(TensorType type, IntBuffer values, ByteBuffer out) {
        while (values.hasRemaining()) {
            int value = values.get();
            switch (type) {
                case I32 -> out.putInt(value);
                case I64 -> out.putLong(value);
                default -> throw new IllegalArgumentException("whole numbers are written as I32 or I64, not " + type);
            }
        }
    }
}
