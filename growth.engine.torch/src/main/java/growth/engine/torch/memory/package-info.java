/** Flat memories that libtorch and the rest of the framework both see. */
package growth.engine.torch.memory;
