package growth.engine.cpu.kernels;

import growth.engine.common.random.RowNoise;

/**
 * The arithmetic of the row kernels, one float after the other, on the elements {@code from} to {@code n} of a row. The plain kernels use
 * it for whole rows, those of the Vector API for the rest of a row that does not fill a vector.
 */
final class ScalarRows {
    private ScalarRows() {
    }

    static void add(float[] x, float[] y, int from, int n) {
        for (int i = from; i < n; i++) {
            x[i] += y[i];
        }
    }

    static void addTo(float[] sum, int at, float[] y, int from, int n) {
        for (int i = from; i < n; i++) {
            sum[at + i] += y[i];
        }
    }

    static void multiply(float[] x, float[] c, int from, int n) {
        for (int i = from; i < n; i++) {
            x[i] *= c[i];
        }
    }

    static void dropout(float[] x, int key, int threshold, float scale, int from, int n) {
        for (int i = from; i < n; i++) {
            x[i] = RowNoise.bits(key, i) < threshold ? 0 : x[i] * scale;
        }
    }

    static float sum(float[] x, int from, int n) {
        float sum = 0;
        for (int i = from; i < n; i++) {
            sum += x[i];
        }
        return sum;
    }

    /** Returns Σ (x − mean)². */
    static float squaredDistance(float[] x, float mean, int from, int n) {
        float sum = 0;
        for (int i = from; i < n; i++) {
            sum += (x[i] - mean) * (x[i] - mean);
        }
        return sum;
    }

    /** Computes y = (x − mean)·r·gain + bias. */
    static void standardise(float[] x, NormRow norm, float[] y, int from, int n) {
        for (int i = from; i < n; i++) {
            y[i] = (x[i] - norm.mean()) * norm.r() * norm.gain[i] + norm.bias[i];
        }
    }

    /** Adds dy·(x − mean)·r to the gradient of the gain; returns Σ dy·(x − mean)·gain. */
    static float gainGradient(float[] dy, float[] x, NormRow norm, int from, int n) {
        float projection = 0;
        for (int i = from; i < n; i++) {
            float t = dy[i] * (x[i] - norm.mean());
            norm.sums[norm.gainAt + i] += t * norm.r();
            projection += t * norm.gain[i];
        }
        return projection;
    }

    /** Computes dx += r·(dy·gain − common − (x − mean)·r·projection). */
    static void standardGradient(float[] dy, float[] x, NormRow norm, float[] dx, int from, int n) {
        for (int i = from; i < n; i++) {
            dx[i] += norm.r() * (dy[i] * norm.gain[i] - norm.common - (x[i] - norm.mean()) * norm.r() * norm.projection);
        }
    }

    static void scale(float[] x, float c, int from, int n) {
        for (int i = from; i < n; i++) {
            x[i] *= c;
        }
    }

    static double sumOfSquares(float[] x, int from, int n) {
        double sum = 0;
        for (int i = from; i < n; i++) {
            sum += (double) x[i] * x[i];
        }
        return sum;
    }

    static float dot(float[] x, float[] y, int from, int n) {
        float sum = 0;
        for (int i = from; i < n; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** Computes y = x·r·gain. */
    static void normalise(float[] x, NormRow norm, float[] y, int from, int n) {
        for (int i = from; i < n; i++) {
            y[i] = x[i] * norm.r() * norm.gain[i];
        }
    }

    /** Computes dx += dy·gain·r + x·c. */
    static void normGradient(float[] dy, float[] x, NormRow norm, float c, float[] dx, int from, int n) {
        for (int i = from; i < n; i++) {
            dx[i] += dy[i] * norm.gain[i] * norm.r() + x[i] * c;
        }
    }

    /** Rotates the elements of one head from {@code from} on, and their partners. */
    static void rotate(float[] x, int head, RowKernels.Angles angles, int position, int from, float sign) {
        int half = angles.half();
        int at = position * half;
        for (int i = from; i < half; i++) {
            float c = angles.cosines()[at + i];
            float s = sign * angles.sines()[at + i];
            float a = x[head + i];
            float b = x[head + half + i];
            x[head + i] = a * c - b * s;
            x[head + half + i] = b * c + a * s;
        }
    }

    static float max(float[] x, float start, int from, int n) {
        float max = start;
        for (int i = from; i < n; i++) {
            max = x[i] > max ? x[i] : max;
        }
        return max;
    }

    /** Computes x = exp(x − shift), and returns the sum. */
    static float expAndSum(float[] x, float shift, int from, int n) {
        float sum = 0;
        for (int i = from; i < n; i++) {
            x[i] = FastMath.exp(x[i] - shift);
            sum += x[i];
        }
        return sum;
    }

    /**
     * Makes an AdamW step.
     *
     * @param entries parameters, gradients, first and second moments
     */
    static void adamW(AdamWRow step, float[][] entries, int from, int n) {
        float[] parameters = entries[0];
        float[] gradients = entries[1];
        float[] first = entries[2];
        float[] second = entries[3];
        float[] stepSizes = step.stepSizes();
        float[] rootScales = step.rootScales();
        for (int i = from; i < n; i++) {
            float g = gradients[i] * step.gradientScale;
            float m = step.beta1 * first[i] + step.complement1 * g;
            float v = step.beta2 * second[i] + step.complement2 * (g * g);
            first[i] = m;
            second[i] = v;
            parameters[i] = step.keep * parameters[i] - stepSizes[i] * m / ((float) Math.sqrt(v) * rootScales[i] + step.epsilon);
        }
    }

    static void swiGlu(float[] gateUp, float[] out, int from, int n) {
        for (int i = from; i < n; i++) {
            float gate = gateUp[i];
            out[i] = gate / (1 + FastMath.exp(-gate)) * gateUp[n + i];
        }
    }

    static void swiGluBackward(float[] gateUp, float[] outGradient, int from, int n) {
        for (int i = from; i < n; i++) {
            float gate = gateUp[i];
            float up = gateUp[n + i];
            float d = outGradient[i];
            float sigmoid = 1 / (1 + FastMath.exp(-gate));
            float silu = gate * sigmoid;
            gateUp[i] = d * up * (sigmoid + silu * (1 - sigmoid));
            gateUp[n + i] = d * silu;
            outGradient[i] = silu * up;
        }
    }
}
