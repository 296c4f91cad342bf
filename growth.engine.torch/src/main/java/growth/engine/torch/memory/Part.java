package growth.engine.torch.memory;

import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;

/** Views of parts of a flat tensor. */
final class Part {
    private Part() {
    }

    /** Returns a row-major view of the elements from a place on, of the innermost arena. */
    static Tensor of(Aten aten, Tensor flat, long at, long... sizes) {
        long count = 1;
        for (long size : sizes) {
            count *= size;
        }
        Tensor row = aten.narrow(flat, 0, at, count);
        if (sizes.length == 1) {
            return row;
        }
        Tensor view = aten.view(row, sizes);
        row.release();
        return view;
    }
}
