/**
 * libtorch from Java: tensors, arenas and typed operators, by the stable C ABI of libtorch 2.10 and later. Nothing outside this package
 * sees a handle of the library.
 */
package growth.engine.torch.aten;
