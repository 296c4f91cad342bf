package growth.engine.cpu.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Multiply-adds with the Vector API. A multiply-add takes about four cycles, and processors begin two to four of them in a cycle: the
 * accumulators are as many local variables, each independent of the others, so that none is waited for and all stay in registers. An array
 * of them would live in memory. The values run towards a fixed point, because infinite and denormal numbers are slow on some processors.
 */
final class VectorFma implements FmaLoop {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int FEW = 12;
    private static final int MANY = 24;
    private static final float FACTOR = 0.999f;
    private static final float ADDEND = 0.001f;

    @Override
    public int width() {
        return FLOATS.length();
    }

    @Override
    public int perRound(boolean many) {
        return (many ? MANY : FEW) * FLOATS.length();
    }

    @Override
    public float run(int rounds, boolean many) {
        return many ? many(rounds) : few(rounds);
    }

    private static float few(int rounds) {
        FloatVector factor = FloatVector.broadcast(FLOATS, FACTOR);
        FloatVector addend = FloatVector.broadcast(FLOATS, ADDEND);
        FloatVector a0 = FloatVector.broadcast(FLOATS, 1);
        FloatVector a1 = FloatVector.broadcast(FLOATS, 2);
        FloatVector a2 = FloatVector.broadcast(FLOATS, 3);
        FloatVector a3 = FloatVector.broadcast(FLOATS, 4);
        FloatVector a4 = FloatVector.broadcast(FLOATS, 5);
        FloatVector a5 = FloatVector.broadcast(FLOATS, 6);
        FloatVector a6 = FloatVector.broadcast(FLOATS, 7);
        FloatVector a7 = FloatVector.broadcast(FLOATS, 8);
        FloatVector a8 = FloatVector.broadcast(FLOATS, 9);
        FloatVector a9 = FloatVector.broadcast(FLOATS, 10);
        FloatVector a10 = FloatVector.broadcast(FLOATS, 11);
        FloatVector a11 = FloatVector.broadcast(FLOATS, 12);
        for (int i = 0; i < rounds; i++) {
            a0 = a0.fma(factor, addend);
            a1 = a1.fma(factor, addend);
            a2 = a2.fma(factor, addend);
            a3 = a3.fma(factor, addend);
            a4 = a4.fma(factor, addend);
            a5 = a5.fma(factor, addend);
            a6 = a6.fma(factor, addend);
            a7 = a7.fma(factor, addend);
            a8 = a8.fma(factor, addend);
            a9 = a9.fma(factor, addend);
            a10 = a10.fma(factor, addend);
            a11 = a11.fma(factor, addend);
        }
        return a0.add(a1).add(a2).add(a3).add(a4).add(a5).add(a6).add(a7).add(a8).add(a9).add(a10).add(a11)
                .reduceLanes(VectorOperators.ADD);
    }

    private static float many(int rounds) {
        FloatVector factor = FloatVector.broadcast(FLOATS, FACTOR);
        FloatVector addend = FloatVector.broadcast(FLOATS, ADDEND);
        FloatVector a0 = FloatVector.broadcast(FLOATS, 1);
        FloatVector a1 = FloatVector.broadcast(FLOATS, 2);
        FloatVector a2 = FloatVector.broadcast(FLOATS, 3);
        FloatVector a3 = FloatVector.broadcast(FLOATS, 4);
        FloatVector a4 = FloatVector.broadcast(FLOATS, 5);
        FloatVector a5 = FloatVector.broadcast(FLOATS, 6);
        FloatVector a6 = FloatVector.broadcast(FLOATS, 7);
        FloatVector a7 = FloatVector.broadcast(FLOATS, 8);
        FloatVector a8 = FloatVector.broadcast(FLOATS, 9);
        FloatVector a9 = FloatVector.broadcast(FLOATS, 10);
        FloatVector a10 = FloatVector.broadcast(FLOATS, 11);
        FloatVector a11 = FloatVector.broadcast(FLOATS, 12);
        FloatVector a12 = FloatVector.broadcast(FLOATS, 13);
        FloatVector a13 = FloatVector.broadcast(FLOATS, 14);
        FloatVector a14 = FloatVector.broadcast(FLOATS, 15);
        FloatVector a15 = FloatVector.broadcast(FLOATS, 16);
        FloatVector a16 = FloatVector.broadcast(FLOATS, 17);
        FloatVector a17 = FloatVector.broadcast(FLOATS, 18);
        FloatVector a18 = FloatVector.broadcast(FLOATS, 19);
        FloatVector a19 = FloatVector.broadcast(FLOATS, 20);
        FloatVector a20 = FloatVector.broadcast(FLOATS, 21);
        FloatVector a21 = FloatVector.broadcast(FLOATS, 22);
        FloatVector a22 = FloatVector.broadcast(FLOATS, 23);
        FloatVector a23 = FloatVector.broadcast(FLOATS, 24);
        for (int i = 0; i < rounds; i++) {
            a0 = a0.fma(factor, addend);
            a1 = a1.fma(factor, addend);
            a2 = a2.fma(factor, addend);
            a3 = a3.fma(factor, addend);
            a4 = a4.fma(factor, addend);
            a5 = a5.fma(factor, addend);
            a6 = a6.fma(factor, addend);
            a7 = a7.fma(factor, addend);
            a8 = a8.fma(factor, addend);
            a9 = a9.fma(factor, addend);
            a10 = a10.fma(factor, addend);
            a11 = a11.fma(factor, addend);
            a12 = a12.fma(factor, addend);
            a13 = a13.fma(factor, addend);
            a14 = a14.fma(factor, addend);
            a15 = a15.fma(factor, addend);
            a16 = a16.fma(factor, addend);
            a17 = a17.fma(factor, addend);
            a18 = a18.fma(factor, addend);
            a19 = a19.fma(factor, addend);
            a20 = a20.fma(factor, addend);
            a21 = a21.fma(factor, addend);
            a22 = a22.fma(factor, addend);
            a23 = a23.fma(factor, addend);
        }
        return a0.add(a1).add(a2).add(a3).add(a4).add(a5).add(a6).add(a7).add(a8).add(a9).add(a10).add(a11).add(a12).add(a13)
                .add(a14).add(a15).add(a16).add(a17).add(a18).add(a19).add(a20).add(a21).add(a22).add(a23)
                .reduceLanes(VectorOperators.ADD);
    }
}
