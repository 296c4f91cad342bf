package growth.engine.cpu.embed;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.data.Batch;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.common.batch.Sequences;
import growth.engine.common.embed.Bicubic;
import growth.engine.common.layout.FlatLayout;
import growth.engine.cpu.layer.Linear;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Pass;
import java.util.Arrays;

/**
 * Embeds images (Dosovitskiy et al. 2021, section 3.1): a class token, then the projected patches row by row, each plus its learned
 * position. At another resolution than the model's the positions of the patches are interpolated bicubically, as in Hugging Face's ViT;
 * the class token's is not.
 */
final class PatchEmbedder extends Embedder {
    private final ImageShape image;
    private final Linear project;
    private final long classAt;
    private final long positionsAt;
    private int interpolatedTo;
    private Bicubic bicubic;

    PatchEmbedder(FlatLayout layout) {
        super(layout.shape().hidden(), true);
        ModelShape shape = layout.shape();
        image = shape.image().orElseThrow();
        project = Linear.of(layout, ParameterRole.PATCH_PROJECTION, NO_LAYER, hidden, longestRow());
        classAt = layout.weight(ParameterRole.CLASS_TOKEN, NO_LAYER).at();
        positionsAt = layout.weight(ParameterRole.POSITION_EMBEDDING, NO_LAYER).at();
    }

    @Override
    public int longestRow() {
        return image.channels() * image.patch() * image.patch();
    }

    @Override
    public void forward(Worker worker, Pass pass, Region stream) {
        Sequences embedded = pass.rows().embedded();
        Region positions = pass.activations().embedding().positions();
        Region patches = pass.activations().embedding().patches();
        makePositions(worker, pass);
        for (int sequence = worker.firstSequence(embedded); sequence < worker.endSequence(embedded); sequence++) {
            cut(worker, pass, sequence);
        }
        int first = worker.firstRow(embedded);
        project.forward(worker, pass, patches, stream, first, worker.rows(embedded));
        worker.awaitOthers();
        for (int sequence = worker.firstSequence(embedded); sequence < worker.endSequence(embedded); sequence++) {
            for (int position = 0; position < embedded.length(sequence); position++) {
                int row = embedded.start(sequence) + position;
                if (position == 0) {
                    stream.memory().copy(stream.row(row), pass.weights(), classAt, hidden);
                }
                add(worker, stream.memory(), stream.row(row), positions.memory(), positions.row(position));
                finish(worker, pass, stream, row);
            }
        }
    }

    /** Copies an image's patches to their region; the class token's row is 0, so that weight gradients may run over all rows. */
    private void cut(Worker worker, Pass pass, int sequence) {
        Batch.Images images = pass.rows().images();
        int resolution = images.size();
        int patch = image.patch();
        int side = resolution / patch;
        Region patches = pass.activations().embedding().patches();
        int first = pass.rows().embedded().start(sequence);
        Arrays.fill(worker.first(), 0, patches.columns(), 0);
        patches.write(first, worker.first());
        int plane = resolution * resolution;
        for (int i = 0; i < side * side; i++) {
            int corner = sequence * image.channels() * plane + i / side * patch * resolution + i % side * patch;
            int at = 0;
            for (int channel = 0; channel < image.channels(); channel++) {
                for (int y = 0; y < patch; y++, at += patch) {
                    System.arraycopy(images.pixels(), corner + channel * plane + y * resolution, worker.first(), at, patch);
                }
            }
            patches.write(first + 1 + i, worker.first());
        }
    }

    private int grid() {
        return image.size() / image.patch();
    }

    private int side(Pass pass) {
        return pass.rows().images().size() / image.patch();
    }

    private long positionAt(int position) {
        return positionsAt + (long) position * hidden;
    }

    private synchronized Bicubic bicubic(int side) {
        if (interpolatedTo != side) {
            bicubic = new Bicubic(grid(), side);
            interpolatedTo = side;
        }
        return bicubic;
    }

    /** Adds a scaled row to the worker's first row. */
    private void addTo(Worker worker, FloatMemory memory, long at, float weight) {
        memory.read(at, worker.second(), hidden);
        for (int i = 0; i < hidden; i++) {
            worker.first()[i] += worker.second()[i] * weight;
        }
    }

    /** Makes the worker's share of the view's position table. */
    private void makePositions(Worker worker, Pass pass) {
        Region positions = pass.activations().embedding().positions();
        int side = side(pass);
        int count = side * side + 1;
        for (int position = (int) worker.from(count); position < worker.to(count); position++) {
            if (position == 0 || side == grid()) {
                positions.memory().copy(positions.row(position), pass.weights(), positionAt(position), hidden);
            } else {
                interpolate(worker, pass, side, position - 1);
                positions.write(position, worker.first());
            }
        }
    }

    private void interpolate(Worker worker, Pass pass, int side, int patch) {
        Bicubic weights = bicubic(side);
        Arrays.fill(worker.first(), 0, hidden, 0);
        for (int v = 0; v < grid(); v++) {
            for (int u = 0; u < grid(); u++) {
                float weight = weights.weight(patch / side, v) * weights.weight(patch % side, u);
                if (weight != 0) {
                    addTo(worker, pass.weights(), positionAt(1 + v * grid() + u), weight);
                }
            }
        }
    }

    @Override
    public void backward(Worker worker, Pass pass, Region gradient) {
        Sequences embedded = pass.rows().embedded();
        finish(worker, pass, gradient);
        for (int sequence = worker.firstSequence(embedded); sequence < worker.endSequence(embedded); sequence++) {
            project.biasGradient(worker, gradient, embedded.start(sequence) + 1, embedded.length(sequence) - 1);
        }
        gradient.round(worker.gemm(), worker.firstRow(embedded), worker.rows(embedded));
        worker.awaitOthers();
        project.weightGradient(worker, pass, gradient, pass.activations().embedding().patches(), embedded.total(), pass.accumulate());
        viewPositionGradient(worker, pass, gradient);
        worker.awaitOthers();
        positionGradient(worker, pass);
        if (worker.last()) {
            Region view = pass.activations().embedding().positionsGradient();
            beginGradient(pass, classAt);
            add(worker, pass.gradients(), classAt, view.memory(), view.row(0));
        }
    }

    /** Sums over the images what reaches the worker's share of the view's position table. */
    private void viewPositionGradient(Worker worker, Pass pass, Region gradient) {
        Sequences embedded = pass.rows().embedded();
        Region sum = pass.activations().embedding().positionsGradient();
        int count = embedded.length(0);
        for (int position = (int) worker.from(count); position < worker.to(count); position++) {
            long at = sum.row(position);
            sum.memory().clear(at, at + hidden);
            for (int sequence = 0; sequence < embedded.count(); sequence++) {
                add(worker, sum.memory(), at, gradient.memory(), gradient.row(embedded.start(sequence) + position));
            }
        }
    }

    private void positionGradient(Worker worker, Pass pass) {
        Region view = pass.activations().embedding().positionsGradient();
        int side = side(pass);
        int count = grid() * grid() + 1;
        for (int position = (int) worker.from(count); position < worker.to(count); position++) {
            beginGradient(pass, positionAt(position));
            if (position == 0 || side == grid()) {
                add(worker, pass.gradients(), positionAt(position), view.memory(), view.row(position));
            } else {
                pass.gradients().read(positionAt(position), worker.first(), hidden);
                spread(worker, view, side, position - 1);
                pass.gradients().write(positionAt(position), worker.first(), hidden);
            }
        }
    }

    /** Adds to an old position what reaches the new ones to which it was interpolated. */
    private void spread(Worker worker, Region view, int side, int patch) {
        Bicubic weights = bicubic(side);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                float weight = weights.weight(y, patch / grid()) * weights.weight(x, patch % grid());
                if (weight != 0) {
                    addTo(worker, view.memory(), view.row(1 + y * side + x), weight);
                }
            }
        }
    }
}
