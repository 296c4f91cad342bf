package growth.engine.torch.aten;

import java.util.List;

/** Operators that write into their first argument. */
public final class InPlace {
    private final Calls calls;

    InPlace(Calls calls) {
        this.calls = calls;
    }

    /** Sets every element to zero. */
    public void zero(Tensor target) {
        calls.inPlace("zero_", calls.ref(target));
    }

    /** Sets every element to a value. */
    public void fill(Tensor target, double value) {
        calls.fill(target, value);
    }

    /** Copies elements, converting their type and moving them between devices; shapes broadcast. */
    public void copy(Tensor target, Tensor source) {
        calls.inPlace("copy_", calls.ref(target), calls.ref(source), 0);
    }

    /** Adds alpha · other. */
    public void add(Tensor target, Tensor other, double alpha) {
        Shapes.requireInto("add", target, other);
        Calls.requireWhole("add", target, alpha);
        if (target.dtype() == Dtype.I64 && other.dtype() != Dtype.I64) {
            throw new IllegalArgumentException("add: " + other + " cannot be added to integers");
        }
        calls.write("add", () -> Unpromised.addInPlace(target.handle(), other.handle(), calls.scalarAt(0, alpha)), target, other);
    }

    /** Multiplies by another tensor. */
    public void mul(Tensor target, Tensor other) {
        calls.inPlace("mul_.Tensor", calls.ref(target), calls.ref(other));
    }

    /** Multiplies by a value. */
    public void mul(Tensor target, double value) {
        calls.inPlace("mul_.Tensor", calls.ref(target), calls.scalar(value));
    }

    /** Divides by another tensor. */
    public void div(Tensor target, Tensor other) {
        calls.inPlace("div_.Tensor", calls.ref(target), calls.ref(other));
    }

    /** Takes the square root. */
    public void sqrt(Tensor target) {
        calls.inPlace("sqrt_", calls.ref(target));
    }

    /** Adds value · first · second. */
    public void addcmul(Tensor target, Tensor first, Tensor second, double value) {
        Shapes.requireInto("addcmul", target, first, second);
        Shapes.requireAlike("addcmul", target, first, second);
        calls.write("addcmul", () -> Unpromised.addcmulInPlace(target.handle(), first.handle(), second.handle(),
                calls.scalarAt(0, value)), target, first, second);
    }

    /** Adds value · first / second. */
    public void addcdiv(Tensor target, Tensor first, Tensor second, double value) {
        Shapes.requireInto("addcdiv", target, first, second);
        Shapes.requireAlike("addcdiv", target, first, second);
        calls.write("addcdiv", () -> Unpromised.addcdivInPlace(target.handle(), first.handle(), second.handle(),
                calls.scalarAt(0, value)), target, first, second);
    }

    /** Moves towards another tensor: target += weight · (end − target). */
    public void lerp(Tensor target, Tensor end, double weight) {
        Shapes.requireInto("lerp", target, end);
        Shapes.requireAlike("lerp", target, end);
        calls.write("lerp", () -> Unpromised.lerpInPlace(target.handle(), end.handle(), calls.scalarAt(0, weight)), target, end);
    }

    /** Sets target = beta · target + alpha · a b for matrices. */
    public void addmm(Tensor target, Tensor a, Tensor b, double beta, double alpha) {
        Shapes.requireProduct("addmm", target, a, b);
        Shapes.requireAlike("addmm", target, a, b);
        calls.write("addmm", () -> Unpromised.addmmInPlace(target.handle(), a.handle(), b.handle(), calls.scalarAt(0, beta),
                calls.scalarAt(1, alpha)), target, a, b);
    }

    /** Sets target = beta · target + alpha · a b for stacks of matrices. */
    public void baddbmm(Tensor target, Tensor a, Tensor b, double beta, double alpha) {
        Shapes.requireProduct("baddbmm", target, a, b);
        Shapes.requireAlike("baddbmm", target, a, b);
        calls.write("baddbmm", () -> Unpromised.baddbmmInPlace(target.handle(), a.handle(), b.handle(), calls.scalarAt(0, beta),
                calls.scalarAt(1, alpha)), target, a, b);
    }

    /** Sets elements to a value where the mask is true. */
    public void maskedFill(Tensor target, Tensor mask, double value) {
        calls.inPlace("masked_fill_.Tensor", calls.ref(target), calls.ref(mask), calls.scalar(value));
    }

    /**
     * The tensors of a fused step of AdamW, alike in number and shapes.
     *
     * @param steps counts of steps, this one included: a scalar F32 for each parameter
     */
    public record AdamTensors(List<Tensor> parameters, List<Tensor> gradients, List<Tensor> first, List<Tensor> second,
            List<Tensor> steps) {
    }

    /**
     * Takes a step of AdamW (Loshchilov and Hutter 2019) in one kernel for each few tensors: decoupled decay, moments, bias correction.
     */
    public void fusedAdamW(AdamTensors tensors, double rate, double beta1, double beta2, double decay, double epsilon) {
        fusedAdamW(tensors, new AdamStep(rate, beta1, beta2, decay, epsilon), null);
    }

    /**
     * The numbers of a step of AdamW.
     *
     * @param decay what a weight loses per unit of learning rate
     */
    public record AdamStep(double rate, double beta1, double beta2, double decay, double epsilon) {
    }

    /** Takes a step by gradients that are first divided, in place, by a scalar F32 tensor of the device; null for 1. */
    public void fusedAdamW(AdamTensors tensors, AdamStep step, Tensor divisor) {
        calls.run("_fused_adamw_", calls.list(tensors.parameters), calls.list(tensors.gradients), calls.list(tensors.first),
                calls.list(tensors.second), calls.list(), calls.list(tensors.steps), calls.real(step.rate), calls.real(step.beta1),
                calls.real(step.beta2), calls.real(step.decay), calls.real(step.epsilon), 0, 0, calls.maybe(divisor), 0);
    }

    /** Takes the same step with the learning rate in a scalar F32 tensor of the device, so that a graph can be replayed with another. */
    public void fusedAdamW(AdamTensors tensors, Tensor rate, double beta1, double beta2, double decay, double epsilon) {
        calls.run("_fused_adamw_.tensor_lr", calls.list(tensors.parameters), calls.list(tensors.gradients), calls.list(tensors.first),
                calls.list(tensors.second), calls.list(), calls.list(tensors.steps), calls.ref(rate), calls.real(beta1),
                calls.real(beta2), calls.real(decay), calls.real(epsilon), 0, 0, 0, 0);
    }
}
