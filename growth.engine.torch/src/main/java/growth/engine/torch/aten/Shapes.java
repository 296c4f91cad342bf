package growth.engine.torch.aten;

import java.util.Arrays;

/** Checks of shapes before calls whose own check would end the process. */
final class Shapes {
    private Shapes() {
    }

    /** Checks that two shapes broadcast. */
    static void requireBroadcast(String operator, Tensor a, Tensor b) {
        long[] s = a.shape();
        long[] t = b.shape();
        for (int i = 1; i <= Math.min(s.length, t.length); i++) {
            long m = s[s.length - i];
            long n = t[t.length - i];
            if (m != n && m != 1 && n != 1) {
                throw new IllegalArgumentException(operator + ": shapes " + Arrays.toString(s) + " and " + Arrays.toString(t)
                        + " do not broadcast");
            }
        }
    }

    /** Returns the shape that two broadcast to. */
    static long[] broadcast(Tensor a, Tensor b) {
        long[] s = a.shape();
        long[] t = b.shape();
        long[] longer = s.length >= t.length ? s.clone() : t.clone();
        long[] shorter = s.length >= t.length ? t : s;
        for (int i = 1; i <= shorter.length; i++) {
            if (shorter[shorter.length - i] != 1) {
                longer[longer.length - i] = shorter[shorter.length - i];
            }
        }
        return longer;
    }

    /** Checks that a tensor can be added to another in place. */
    static void requireInto(String operator, Tensor target, Tensor... others) {
        long[] s = target.shape();
        for (Tensor other : others) {
            long[] t = other.shape();
            boolean fits = t.length <= s.length;
            for (int i = 1; fits && i <= t.length; i++) {
                fits = t[t.length - i] == s[s.length - i] || t[t.length - i] == 1;
            }
            if (!fits) {
                throw new IllegalArgumentException(operator + ": shape " + Arrays.toString(t) + " does not broadcast to "
                        + Arrays.toString(s));
            }
        }
    }

    /** Checks that matrices, or stacks of them, multiply to the shape of a target. */
    static void requireProduct(String operator, Tensor target, Tensor a, Tensor b) {
        int n = target.dim();
        boolean fits = a.dim() == n && b.dim() == n && a.size(-1) == b.size(-2) && target.size(-2) == a.size(-2)
                && target.size(-1) == b.size(-1) && (n == 2 || n == 3 && a.size(0) == b.size(0) && a.size(0) == target.size(0));
        if (!fits) {
            throw new IllegalArgumentException(operator + ": shapes " + a + " and " + b + " do not multiply to " + target);
        }
    }

    /** Checks that tensors have one floating type. */
    static void requireAlike(String operator, Tensor target, Tensor... others) {
        for (Tensor other : others) {
            if (other.dtype() != target.dtype() || target.dtype() != Dtype.F32 && target.dtype() != Dtype.BF16) {
                throw new IllegalArgumentException(operator + ": " + target + " and " + other + " have not one floating type");
            }
        }
    }
}
