package growth.engine.torch.model;

import growth.api.model.ModelShape;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;

/**
 * Rotary position embedding of query and key heads (Su et al. 2021; Hugging Face's rotate_half): coordinate pair (i, i + headSize/2)
 * rotates by θ^(−2i/headSize) per position, or by what the shape's scaling makes of that. The tables belong to the arena in which this
 * is made.
 */
public final class Rotary {
    private final int size;
    private final Tensor cosines;
    /** The sines of a position, −sin for the first half of the coordinates. */
    private final Tensor sines;

    /** Makes the tables for a model of that shape. */
    public Rotary(Aten aten, ModelShape shape) {
        size = shape.headSize();
        int half = size / 2;
        float[] cos = new float[shape.context() * size];
        float[] sin = new float[shape.context() * size];
        for (int i = 0; i < half; i++) {
            double plain = Math.pow(shape.ropeTheta(), -2.0 * i / size);
            double frequency = shape.ropeScaling().map(scaling -> scaling.scaled(plain)).orElse(plain);
            for (int position = 0; position < shape.context(); position++) {
                int at = position * size + i;
                cos[at] = (float) Math.cos(position * frequency);
                cos[at + half] = cos[at];
                sin[at + half] = (float) Math.sin(position * frequency);
                sin[at] = -sin[at + half];
            }
        }
        cosines = aten.tensors().upload(cos, shape.context(), 1, size);
        sines = aten.tensors().upload(sin, shape.context(), 1, size);
    }

    /** Returns the cosines, {@code [positions, 1, headSize]}: those of the first half of the coordinates, and the same again. */
    public Tensor cosines() {
        return cosines;
    }

    /** Returns the sines, {@code [positions, 1, headSize]}: −sin for the first half of the coordinates, sin for the second. */
    public Tensor sines() {
        return sines;
    }

    /**
     * Rotates heads by their positions, in single precision.
     *
     * @param x      {@code [rows, length, heads, headSize]}
     * @param before positions before the first
     */
    Tensor apply(Aten aten, Tensor x, long before) {
        long length = x.size(1);
        Tensor cos = aten.narrow(cosines, 0, before, length);
        Tensor sin = aten.narrow(sines, 0, before, length);
        return aten.add(aten.mul(x, cos), aten.mul(aten.roll(x, -1, size / 2), sin));
    }
}
