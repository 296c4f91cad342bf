package growth.spark.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * Objects as bytes. Spark carries bytes alone: it would look for the classes of a reply in its own class loader, which has not those of a
 * jar that came with the application.
 */
public final class Wire {
    private Wire() {
    }

    /** Returns an object's bytes. */
    public static byte[] bytes(Serializable object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Returns the object of bytes.
     *
     * @throws IllegalArgumentException if they are those of another version
     */
    public static Object read(Object bytes) {
        try (ObjectInputStream in = new Own(new ByteArrayInputStream((byte[]) bytes))) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalArgumentException("a message of another version of growth-spark.jar: " + e.getMessage(), e);
        }
    }

    /** Finds classes where this one is. */
    private static final class Own extends ObjectInputStream {
        Own(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, Wire.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                // a primitive type
                return super.resolveClass(description);
            }
        }
    }
}
