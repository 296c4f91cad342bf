package growth.engine.cpu.kernels;

/** The row kernels in plain Java, for Java machines without the Vector API. */
public final class PlainKernels implements RowKernels {
    @Override
    public String name() {
        return "plain Java";
    }

    @Override
    public void add(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] += y[i];
        }
    }

    @Override
    public void scale(float[] x, float c, int n) {
        for (int i = 0; i < n; i++) {
            x[i] *= c;
        }
    }

    @Override
    public double sumOfSquares(float[] x, int n) {
        double even = 0;
        double odd = 0;
        for (int i = 0; i + 1 < n; i += 2) {
            even += (double) x[i] * x[i];
            odd += (double) x[i + 1] * x[i + 1];
        }
        return even + odd + (n % 2 == 0 ? 0 : (double) x[n - 1] * x[n - 1]);
    }

    @Override
    public float rmsNorm(float[] x, float[] gain, double epsilon, float[] y, int n) {
        float squares = 0;
        for (int i = 0; i < n; i++) {
            squares += x[i] * x[i];
        }
        float r = (float) (1 / Math.sqrt((double) squares / n + epsilon));
        for (int i = 0; i < n; i++) {
            y[i] = x[i] * r * gain[i];
        }
        return r;
    }

    @Override
    public void rmsNormBackward(float[] dy, float[] x, float[] gain, float r, float[] dx, float[] dgain, int dgainAt, int n) {
        float projection = 0;
        for (int i = 0; i < n; i++) {
            float t = dy[i] * x[i];
            dgain[dgainAt + i] += t * r;
            projection += t * gain[i];
        }
        float c = -projection * r * r * r / n;
        for (int i = 0; i < n; i++) {
            dx[i] += dy[i] * gain[i] * r + x[i] * c;
        }
    }

    @Override
    public void rotate(float[] x, int heads, float[] cosines, float[] sines, int angleAt, int half, float sign) {
        for (int head = 0; head < heads; head++) {
            int first = 2 * head * half;
            for (int i = 0; i < half; i++) {
                float c = cosines[angleAt + i];
                float s = sign * sines[angleAt + i];
                float a = x[first + i];
                float b = x[first + half + i];
                x[first + i] = a * c - b * s;
                x[first + half + i] = b * c + a * s;
            }
        }
    }

    @Override
    public float softmax(float[] x, int n) {
        float max = max(x, n);
        float sum = 0;
        for (int i = 0; i < n; i++) {
            x[i] = FastExp.exp(x[i] - max);
            sum += x[i];
        }
        scale(x, 1 / sum, n);
        return (float) (max + Math.log(sum));
    }

    private static float max(float[] x, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }

    @Override
    public void exp(float[] x, float shift, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = FastExp.exp(x[i] - shift);
        }
    }

    @Override
    public void softmaxBackward(float[] p, float[] dp, int n) {
        float dot = 0;
        for (int i = 0; i < n; i++) {
            dot += p[i] * dp[i];
        }
        for (int i = 0; i < n; i++) {
            dp[i] = p[i] * (dp[i] - dot);
        }
    }

    @Override
    public void swiGlu(float[] gateUp, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            float gate = gateUp[i];
            out[i] = gate / (1 + FastExp.exp(-gate)) * gateUp[n + i];
        }
    }

    @Override
    public void swiGluBackward(float[] gateUp, float[] outGradient, int n) {
        for (int i = 0; i < n; i++) {
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

    @Override
    public double crossEntropy(float[] x, int label, float weight, int n) {
        float max = max(x, n);
        double score = x[label];
        float sum = 0;
        for (int i = 0; i < n; i++) {
            x[i] = FastExp.exp(x[i] - max);
            sum += x[i];
        }
        scale(x, weight / sum, n);
        x[label] -= weight;
        return Math.log(sum) + max - score;
    }

    @Override
    public void adamW(float[] parameters, float[] gradients, float[] first, float[] second, AdamWStep step, float keep, float stepSize,
            float rootScale, int n) {
        for (int i = 0; i < n; i++) {
            float g = gradients[i] * step.gradientScale();
            float m = step.beta1() * first[i] + step.complement1() * g;
            float v = step.beta2() * second[i] + step.complement2() * (g * g);
            first[i] = m;
            second[i] = v;
            parameters[i] = keep * parameters[i] - stepSize * m / ((float) Math.sqrt(v) * rootScale + step.epsilon());
        }
    }

    @Override
    public void adamWByEntry(float[] parameters, float[] gradients, float[] first, float[] second, AdamWStep step, float keep, float[] stepSizes,
            float[] rootScales, int n) {
        for (int i = 0; i < n; i++) {
            float g = gradients[i] * step.gradientScale();
            float m = step.beta1() * first[i] + step.complement1() * g;
            float v = step.beta2() * second[i] + step.complement2() * (g * g);
            first[i] = m;
            second[i] = v;
            parameters[i] = keep * parameters[i] - stepSizes[i] * m / ((float) Math.sqrt(v) * rootScales[i] + step.epsilon());
        }
    }
}
