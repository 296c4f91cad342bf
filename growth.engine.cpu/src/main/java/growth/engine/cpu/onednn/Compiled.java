package growth.engine.cpu.onednn;

import growth.engine.cpu.onednn.Shape.Operand;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.LongPointer;

/** A product or a conversion that oneDNN has compiled for its shape, with the objects that hand it the operands' addresses. */
final class Compiled implements AutoCloseable {
    private static final int SOURCE = 1;
    private static final int RESULT = 17;
    private static final int WEIGHTS = 33;
    private static final int BIAS = 41;
    private static final int WEIGHTS_DESCRIPTION = 131;
    private static final int LINEAR = 38;
    private static final int F32 = Format.F32.code();

    private final long primitive;
    private final long a;
    private final long b;
    private final long c;
    private final long bias;
    private final LongPointer arguments;
    private final int count;
    /** Puts B in oneDNN's order first; null where it is taken as it lies. */
    private Compiled packing;
    private long packedBytes;

    private Compiled(long description, long a, long b, long c, long bias, int[] roles) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.bias = bias;
        try {
            primitive = Handles.made("a product", result -> Abi.primitiveCreate(result, description));
        } finally {
            Abi.primitiveDescDestroy(description);
        }
        long[] memories = {a, b, c, bias};
        int used = 0;
        long[] pairs = new long[2 * memories.length];
        for (int i = 0; i < memories.length; i++) {
            if (memories[i] != 0) {
                pairs[2 * used] = roles[i];
                pairs[2 * used + 1] = memories[i];
                used++;
            }
        }
        arguments = new LongPointer(pairs);
        count = used;
    }

    /** Compiles a product. */
    static Compiled product(long engine, Shape shape, boolean packs) {
        Descriptions made = new Descriptions();
        try {
            long left = made.keep(Handles.description(shape.format(Operand.A), shape.sizes(Operand.A), shape.strides(Operand.A)));
            long right = made.keep(Handles.description(shape.format(Operand.B), shape.sizes(Operand.B), shape.strides(Operand.B)));
            long any = packs ? made.keep(Handles.anyOrder(shape.format(Operand.B), shape.sizes(Operand.B))) : right;
            long result = made.keep(Handles.description(shape.format(Operand.C), shape.sizes(Operand.C), shape.strides(Operand.C)));
            long row = shape.bias() ? made.keep(row(shape)) : 0;
            long attributes = attributes(shape);
            long product;
            try {
                product = Handles.made("a product of that shape",
                        into -> Abi.matmulPrimitiveDescCreate(into, engine, left, any, row, result, attributes));
            } finally {
                Abi.primitiveAttrDestroy(attributes);
            }
            long ordered = Abi.primitiveDescQueryMd(product, WEIGHTS_DESCRIPTION, 0);
            long bytes = packs ? Abi.memoryDescGetSize(ordered) : 0;
            Compiled packing = packs ? reorder(engine, right, ordered) : null;
            Compiled compiled = new Compiled(product, memory(engine, left), memory(engine, packs ? ordered : right),
                    memory(engine, result), row == 0 ? 0 : memory(engine, row), new int[] {SOURCE, WEIGHTS, RESULT, BIAS});
            compiled.packing = packing;
            compiled.packedBytes = bytes;
            return compiled;
        } finally {
            made.destroy();
        }
    }

    /** Compiles a conversion. */
    static Compiled conversion(long engine, Shape shape) {
        Descriptions made = new Descriptions();
        try {
            return reorder(engine,
                    made.keep(Handles.description(shape.format(Operand.A), shape.sizes(Operand.A), shape.strides(Operand.A))),
                    made.keep(Handles.description(shape.format(Operand.C), shape.sizes(Operand.C), shape.strides(Operand.C))));
        } finally {
            made.destroy();
        }
    }

    private static Compiled reorder(long engine, long from, long to) {
        long description = Handles.made("a conversion", into -> Abi.reorderPrimitiveDescCreate(into, from, engine, to, engine, 0));
        return new Compiled(description, memory(engine, from), 0, memory(engine, to), 0, new int[] {SOURCE, WEIGHTS, RESULT, BIAS});
    }

    private static long row(Shape shape) {
        int n = shape.n();
        return shape.count() == 1 ? Handles.description(F32, new long[] {1, n}, new long[] {n, 1})
                : Handles.description(F32, new long[] {1, 1, n}, new long[] {n, n, 1});
    }

    private static long memory(long engine, long description) {
        return Handles.made("an operand", into -> Abi.memoryCreate(into, description, engine, 0));
    }

    /** Returns what is done with A·B: α times that, and β·C added. */
    private static long attributes(Shape shape) {
        long attributes = Handles.made("attributes", Abi::primitiveAttrCreate);
        long operations = Handles.made("operations", Abi::postOpsCreate);
        try {
            if (shape.alpha() != 1) {
                Handles.check("a factor", Abi.postOpsAppendEltwise(operations, LINEAR, shape.alpha(), 0));
            }
            if (shape.beta() != 0) {
                Handles.check("a sum", Abi.postOpsAppendSum(operations, shape.beta(), 0, 0));
            }
            Handles.check("operations", Abi.primitiveAttrSetPostOps(attributes, operations));
            return attributes;
        } finally {
            Abi.postOpsDestroy(operations);
        }
    }

    /** Returns the bytes of scratch memory for B in oneDNN's order; 0 where it is taken as it lies. */
    long packedBytes() {
        return packedBytes;
    }

    /** Computes a product. */
    void run(long stream, long atA, long atB, long atC, long atBias, long scratch) {
        Abi.memorySetDataHandle(a, atA);
        if (packing == null) {
            Abi.memorySetDataHandle(b, atB);
        } else {
            packing.run(stream, atB, scratch);
            Abi.memorySetDataHandle(b, scratch);
        }
        Abi.memorySetDataHandle(c, atC);
        if (bias != 0) {
            Abi.memorySetDataHandle(bias, atBias);
        }
        execute(stream);
    }

    /** Converts. */
    void run(long stream, long from, long to) {
        Abi.memorySetDataHandle(a, from);
        Abi.memorySetDataHandle(c, to);
        execute(stream);
    }

    private void execute(long stream) {
        int status = Abi.primitiveExecute(primitive, stream, count, arguments.address());
        if (status != 0) {
            throw new IllegalStateException("a product by oneDNN failed (status " + status + ")");
        }
    }

    @Override
    public void close() {
        if (packing != null) {
            packing.close();
        }
        Abi.primitiveDestroy(primitive);
        for (long memory : new long[] {a, b, c, bias}) {
            if (memory != 0) {
                Abi.memoryDestroy(memory);
            }
        }
        arguments.close();
    }

    /** Descriptions that are needed only while something is compiled. */
    private static final class Descriptions {
        private final List<Long> made = new ArrayList<>();

        long keep(long description) {
            made.add(description);
            return description;
        }

        void destroy() {
            made.forEach(Abi::memoryDescDestroy);
        }
    }
}
