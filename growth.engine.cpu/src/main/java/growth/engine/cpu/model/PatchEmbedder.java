package growth.engine.cpu.model;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import java.util.Arrays;

/**
 * Embeds images (Dosovitskiy et al. 2021, section 3.1): a class token, then the linear images of the patches row by row, each plus its
 * learned position. At another resolution than the model's the positions of the patches are interpolated bicubically, as in Hugging
 * Face's ViT; the class token's is not.
 */
final class PatchEmbedder implements Embedder {
    private final int hidden;
    private final ImageShape image;
    private final Linear project;
    private final long classAt;
    private final long positionsAt;
    private final EmbeddedRow row;
    private int interpolatedTo;
    private Bicubic bicubic;

    PatchEmbedder(FlatLayout layout) {
        ModelShape shape = layout.shape();
        hidden = shape.hidden();
        image = shape.image().orElseThrow();
        project = Linear.of(layout, ParameterRole.PATCH_PROJECTION, NO_LAYER, hidden, longestRow());
        classAt = layout.weight(ParameterRole.CLASS_TOKEN, NO_LAYER).at();
        positionsAt = layout.weight(ParameterRole.POSITION_EMBEDDING, NO_LAYER).at();
        row = new EmbeddedRow(hidden, true);
    }

    @Override
    public int longestRow() {
        return image.channels() * image.patch() * image.patch();
    }

    @Override
    public void forward(Worker worker, Pass pass, Region stream) {
        Sequences full = pass.full();
        positions(worker, pass);
        for (int sequence = full.first(worker); sequence < full.end(worker); sequence++) {
            cut(worker, pass, sequence);
        }
        project.forward(worker, pass, pass.layout().embedding().patches(), full.firstRow(worker), pass.workspace(), stream,
                full.firstRow(worker), full.rows(worker));
        worker.awaitOthers();
        Region positions = pass.layout().embedding().positions();
        for (int sequence = full.first(worker); sequence < full.end(worker); sequence++) {
            for (int position = 0; position < full.length(sequence); position++) {
                int token = full.start(sequence) + position;
                if (position == 0) {
                    pass.weights().read(classAt, worker.first, hidden);
                } else {
                    pass.workspace().read(stream.row(token), worker.first, hidden);
                }
                pass.workspace().read(positions.row(position), worker.second, hidden);
                worker.kernels.add(worker.first, worker.second, hidden);
                row.pass(worker, pass, token, worker.first);
                pass.workspace().write(stream.row(token), worker.first, hidden);
            }
        }
    }

    /** Copies an image's patches to the workspace; the class token's row is 0, so that weight gradients may run over all rows. */
    private void cut(Worker worker, Pass pass, int sequence) {
        int resolution = pass.input().resolution();
        int patch = image.patch();
        int side = resolution / patch;
        Region patches = pass.layout().embedding().patches();
        int first = pass.full().start(sequence);
        Arrays.fill(worker.first, 0, patches.columns(), 0);
        pass.workspace().write(patches.row(first), worker.first, patches.columns());
        int plane = resolution * resolution;
        for (int i = 0; i < side * side; i++) {
            int corner = sequence * image.channels() * plane + i / side * patch * resolution + i % side * patch;
            int at = 0;
            for (int channel = 0; channel < image.channels(); channel++) {
                for (int y = 0; y < patch; y++, at += patch) {
                    System.arraycopy(pass.input().pixels(), corner + channel * plane + y * resolution, worker.first, at, patch);
                }
            }
            pass.workspace().write(patches.row(first + 1 + i), worker.first, patches.columns());
        }
    }

    private int grid() {
        return image.size() / image.patch();
    }

    private synchronized Bicubic bicubic(int side) {
        if (interpolatedTo != side) {
            bicubic = new Bicubic(grid(), side);
            interpolatedTo = side;
        }
        return bicubic;
    }

    /** Makes the worker's share of the view's position table. */
    private void positions(Worker worker, Pass pass) {
        Region positions = pass.layout().embedding().positions();
        int side = pass.input().resolution() / image.patch();
        int count = side * side + 1;
        for (int position = (int) worker.from(count); position < worker.to(count); position++) {
            if (position == 0 || side == grid()) {
                pass.weights().read(positionsAt + (long) position * hidden, worker.first, hidden);
            } else {
                interpolate(worker, pass, side, position - 1);
            }
            pass.workspace().write(positions.row(position), worker.first, hidden);
        }
    }

    private void interpolate(Worker worker, Pass pass, int side, int patch) {
        Bicubic weights = bicubic(side);
        Arrays.fill(worker.first, 0, hidden, 0);
        for (int v = 0; v < grid(); v++) {
            for (int u = 0; u < grid(); u++) {
                float weight = weights.weight(patch / side, v) * weights.weight(patch % side, u);
                if (weight != 0) {
                    pass.weights().read(positionsAt + (1L + v * grid() + u) * hidden, worker.second, hidden);
                    worker.kernels.scale(worker.second, weight, hidden);
                    worker.kernels.add(worker.first, worker.second, hidden);
                }
            }
        }
    }

    @Override
    public void backward(Worker worker, Pass pass, Region gradient) {
        Sequences full = pass.full();
        for (int token = full.firstRow(worker); token < full.endRow(worker) && row.changes(pass); token++) {
            pass.workspace().read(gradient.row(token), worker.first, hidden);
            row.pass(worker, pass, token, worker.first);
            pass.workspace().write(gradient.row(token), worker.first, hidden);
        }
        for (int sequence = full.first(worker); sequence < full.end(worker); sequence++) {
            project.biasGradient(worker, pass, gradient, full.start(sequence) + 1, full.length(sequence) - 1);
        }
        worker.awaitOthers();
        project.weightGradient(worker, pass, gradient, 0, pass.layout().embedding().patches(), 0, full.total(), pass.accumulate());
        viewPositionGradient(worker, pass, gradient);
        worker.awaitOthers();
        positionGradient(worker, pass);
        if (worker.index() == worker.count() - 1) {
            classGradient(worker, pass);
        }
    }

    /** Sums over the images what reaches the worker's share of the view's position table. */
    private void viewPositionGradient(Worker worker, Pass pass, Region gradient) {
        int count = pass.full().length(0);
        for (int position = (int) worker.from(count); position < worker.to(count); position++) {
            Arrays.fill(worker.first, 0, hidden, 0);
            for (int sequence = 0; sequence < pass.full().count(); sequence++) {
                pass.workspace().read(gradient.row(pass.full().start(sequence) + position), worker.second, hidden);
                worker.kernels.add(worker.first, worker.second, hidden);
            }
            pass.workspace().write(pass.layout().embedding().positionsGradient().row(position), worker.first, hidden);
        }
    }

    private void positionGradient(Worker worker, Pass pass) {
        Region view = pass.layout().embedding().positionsGradient();
        int side = pass.input().resolution() / image.patch();
        int count = grid() * grid() + 1;
        for (int position = (int) worker.from(count); position < worker.to(count); position++) {
            begin(worker, pass, positionsAt + (long) position * hidden);
            if (position == 0 || side == grid()) {
                add(worker, pass.workspace(), view.row(position), 1);
            } else {
                spread(worker, pass, view, side, position - 1);
            }
            pass.gradients().write(positionsAt + (long) position * hidden, worker.first, hidden);
        }
    }

    /** Adds what reaches an old position from the new ones it was interpolated to. */
    private void spread(Worker worker, Pass pass, Region view, int side, int patch) {
        Bicubic weights = bicubic(side);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                float weight = weights.weight(y, patch / grid()) * weights.weight(x, patch % grid());
                if (weight != 0) {
                    add(worker, pass.workspace(), view.row(1 + y * side + x), weight);
                }
            }
        }
    }

    private void classGradient(Worker worker, Pass pass) {
        begin(worker, pass, classAt);
        add(worker, pass.workspace(), pass.layout().embedding().positionsGradient().row(0), 1);
        pass.gradients().write(classAt, worker.first, hidden);
    }

    private void begin(Worker worker, Pass pass, long at) {
        if (pass.accumulate()) {
            pass.gradients().read(at, worker.first, hidden);
        } else {
            Arrays.fill(worker.first, 0, hidden, 0);
        }
    }

    private void add(Worker worker, FloatMemory workspace, long at, float weight) {
        workspace.read(at, worker.second, hidden);
        worker.kernels.scale(worker.second, weight, hidden);
        worker.kernels.add(worker.first, worker.second, hidden);
    }
}
