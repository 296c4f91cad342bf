package growth.engine.cpu.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Products and conversions of one thread. Each shape is compiled when it is first asked for, which takes about a quarter of a
 * millisecond, and kept until many others have been asked for since.
 */
public final class Products implements AutoCloseable {
    private static final int MOST_KEPT = 512;
    /** Rows of A, or columns of a transposed A, and elements of B from which it pays to put B in oneDNN's order first. */
    private static final int ENOUGH_ROWS = 192;
    private static final int ENOUGH_COLUMNS = 512;
    private static final int FIRST_CACHE = 8192;
    private static final int CACHE_LINE = 64;
    private static final int IN_ORDER = 1;

    private final long engine;
    private final long stream;
    private final Map<Shape, Compiled> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Shape, Compiled> eldest) {
            boolean tooMany = size() > MOST_KEPT;
            if (tooMany) {
                eldest.getValue().close();
            }
            return tooMany;
        }
    };
    private Pointer packed = new Pointer();

    Products(long engine) {
        this.engine = engine;
        stream = Handles.made("a stream", result -> Abi.streamCreate(result, engine, IN_ORDER));
    }

    /**
     * Computes a product.
     *
     * @param shape what is computed; not kept
     * @param a     address of A's first element
     * @param b     address of B's first element
     * @param c     address of C's first element
     * @param bias  address of the row that is added, where the shape has one
     */
    public void multiply(Shape shape, long a, long b, long c, long bias) {
        Compiled product = compiled.get(shape);
        if (product == null) {
            Shape kept = shape.copy();
            product = Compiled.product(engine, kept, packs(kept));
            compiled.put(kept, product);
        }
        product.run(stream, a, b, c, bias, product.packedBytes() > 0 ? scratch(product.packedBytes()) : 0);
    }

    /** Copies A to C, whose number format and strides may be others. */
    public void convert(Shape shape, long a, long c) {
        Compiled conversion = compiled.get(shape);
        if (conversion == null) {
            Shape kept = shape.copy();
            conversion = Compiled.conversion(engine, kept);
            compiled.put(kept, conversion);
        }
        conversion.run(stream, a, c);
    }

    /**
     * Returns whether B is copied to oneDNN's own order first: as it lies, a B that is not transposed makes the product up to a fifth
     * slower, or a twentieth if A is transposed. The copy costs 10 / m of the product's time. Of a transposed B oneDNN makes one by
     * itself, as fast as we could.
     */
    private static boolean packs(Shape shape) {
        int enough = shape.transposed(Shape.Operand.A) ? ENOUGH_COLUMNS : ENOUGH_ROWS;
        return shape.count() == 1 && !shape.transposed(Shape.Operand.B) && shape.m() >= enough
                && (long) shape.n() * shape.k() > FIRST_CACHE;
    }

    private long scratch(long bytes) {
        if (packed.limit() < bytes + CACHE_LINE) {
            packed.close();
            packed = new BytePointer(bytes + CACHE_LINE);
        }
        return (packed.address() + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    }

    @Override
    public void close() {
        compiled.values().forEach(Compiled::close);
        compiled.clear();
        packed.close();
        Abi.streamDestroy(stream);
    }
}
