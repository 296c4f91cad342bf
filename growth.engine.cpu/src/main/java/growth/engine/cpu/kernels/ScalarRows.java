package growth.engine.cpu.kernels;

/**
 * The arithmetic of the row kernels, one float after the other, on the elements {@code from} to {@code n} of a row: all of it for the plain
 * kernels, and what does not fill a vector at the end of a row for those of the Vector API.
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

    /** Σ (x − mean)². */
    static float squaredDistance(float[] x, float mean, int from, int n) {
        float sum = 0;
        for (int i = from; i < n; i++) {
            sum += (x[i] - mean) * (x[i] - mean);
        }
        return sum;
    }

    /** y = (x − mean)·r·gain + bias. */
    static void standardise(float[] x, float mean, float r, float[] gain, float[] bias, float[] y, int from, int n) {
        for (int i = from; i < n; i++) {
            y[i] = (x[i] - mean) * r * gain[i] + bias[i];
        }
    }

    /** dgain += dy·(x − mean)·r; returns Σ dy·(x − mean)·gain. */
    static float gainGradient(float[] dy, float[] x, float mean, float[] gain, float r, float[] dgain, int dgainAt, int from, int n) {
        float projection = 0;
        for (int i = from; i < n; i++) {
            float t = dy[i] * (x[i] - mean);
            dgain[dgainAt + i] += t * r;
            projection += t * gain[i];
        }
        return projection;
    }

    /** dx += r·(dy·gain − common − (x − mean)·r·projection). */
    static void standardGradient(float[] dy, float[] x, float mean, float[] gain, float r, float common, float projection, float[] dx,
            int from, int n) {
        for (int i = from; i < n; i++) {
            dx[i] += r * (dy[i] * gain[i] - common - (x[i] - mean) * r * projection);
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

    /** y = x·r·gain. */
    static void normalise(float[] x, float r, float[] gain, float[] y, int from, int n) {
        for (int i = from; i < n; i++) {
            y[i] = x[i] * r * gain[i];
        }
    }

    /** dgain += dy·x·r; returns Σ dy·x·gain. */
    static float gainGradient(float[] dy, float[] x, float[] gain, float r, float[] dgain, int dgainAt, int from, int n) {
        float projection = 0;
        for (int i = from; i < n; i++) {
            float t = dy[i] * x[i];
            dgain[dgainAt + i] += t * r;
            projection += t * gain[i];
        }
        return projection;
    }

    /** dx += dy·gain·r + x·c. */
    static void normGradient(float[] dy, float[] x, float[] gain, float r, float c, float[] dx, int from, int n) {
        for (int i = from; i < n; i++) {
            dx[i] += dy[i] * gain[i] * r + x[i] * c;
        }
    }

    /** Turns the elements {@code from} to {@code half} of one head and their partners. */
    static void rotate(float[] x, int head, float[] cosines, float[] sines, int angleAt, int from, int half, float sign) {
        for (int i = from; i < half; i++) {
            float c = cosines[angleAt + i];
            float s = sign * sines[angleAt + i];
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

    /** x = exp(x − shift); returns the sum. */
    static float expAndSum(float[] x, float shift, int from, int n) {
        float sum = 0;
        for (int i = from; i < n; i++) {
            x[i] = FastExp.exp(x[i] - shift);
            sum += x[i];
        }
        return sum;
    }

    /** dp = p·(dp − dot). */
    static void softmaxGradient(float[] p, float[] dp, float dot, int from, int n) {
        for (int i = from; i < n; i++) {
            dp[i] = p[i] * (dp[i] - dot);
        }
    }

    static void swiGlu(float[] gateUp, float[] out, int from, int n) {
        for (int i = from; i < n; i++) {
            float gate = gateUp[i];
            out[i] = gate / (1 + FastExp.exp(-gate)) * gateUp[n + i];
        }
    }

    static void swiGluBackward(float[] gateUp, float[] outGradient, int from, int n) {
        for (int i = from; i < n; i++) {
            float gate = gateUp[i];
            float up = gateUp[n + i];
            float d = outGradient[i];
            float sigmoid = 1 / (1 + FastExp.exp(-gate));
            float silu = gate * sigmoid;
            gateUp[i] = d * up * (sigmoid + silu * (1 - sigmoid));
            gateUp[n + i] = d * silu;
            outGradient[i] = silu * up;
        }
    }
}
