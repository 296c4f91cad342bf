package growth.engine.torch.memory;

import growth.engine.common.memory.FlatMemory;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;

/**
 * A flat row of floats that libtorch computes with. On the processor it lies in memory of ND4J, which tensors and views share; on another
 * device it lies in the memory of that, and views see a copy in the machine's memory, brought up to date only when it is asked for.
 */
public interface FlatTensors extends FlatMemory {
    /** Returns the whole row, {@code [length]}; it lives as long as this memory. */
    Tensor tensor();

    /**
     * Returns a row-major view of the elements from a place on, which belongs to the caller's arena.
     *
     * @param at    first element
     * @param sizes the view's sizes
     */
    Tensor tensor(long at, long... sizes);

    /** Tells that elements have been written through tensors, so that a copy of them is out of date. */
    void written();

    /** Takes over elements that have been written through views since {@link #publish}. */
    void takeBack(long at, long count);

    /** Returns what makes such memories on the operators' device. */
    static FlatMemory.Source<FlatTensors> source(Aten aten) {
        return aten.device().cuda() ? mirrored(aten) : shared(aten);
    }

    /** Returns what makes memories that tensors and views share, in the machine's memory. */
    static FlatMemory.Source<FlatTensors> shared(Aten aten) {
        return new FlatMemory.Source<>() {
            @Override
            public FlatTensors zeros(long length) {
                return SharedTensors.zeros(aten, length);
            }

            @Override
            public FlatTensors uninitialised(long length) {
                return SharedTensors.uninitialised(aten, length);
            }
        };
    }

    /** Returns what makes memories that libtorch owns on the operators' device, with a copy for views. */
    static FlatMemory.Source<FlatTensors> mirrored(Aten aten) {
        return new FlatMemory.Source<>() {
            @Override
            public FlatTensors zeros(long length) {
                FlatTensors tensors = new MirroredTensors(aten, length);
                tensors.clear(0, length);
                return tensors;
            }

            @Override
            public FlatTensors uninitialised(long length) {
                return new MirroredTensors(aten, length);
            }
        };
    }
}
