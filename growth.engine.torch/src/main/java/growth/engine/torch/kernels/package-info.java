/**
 * Kernels of our own for what is bound by memory in a training step: residual and norm, rotary positions, SwiGLU and GELU, cross-entropy,
 * AdamW. Their text (CUDA C, beside this package's classes) is compiled for the device at hand by {@link
 * growth.engine.torch.kernels.Nvrtc}, loaded and launched by {@link growth.engine.torch.kernels.KernelDriver}. The tests compile the same
 * text for a CPU, behind a driver of their own.
 */
package growth.engine.torch.kernels;
