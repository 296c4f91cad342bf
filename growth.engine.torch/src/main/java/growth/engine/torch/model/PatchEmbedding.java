package growth.engine.torch.model;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec.Kind;
import growth.engine.common.embed.Bicubic;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import java.util.List;

/**
 * Embeds images (Dosovitskiy et al. 2021, section 3.1): a class token, then the projected patches row by row, each plus its learned
 * position. At another resolution than the model's the positions of the patches are interpolated bicubically, as in Hugging Face's ViT;
 * the class token's is not. Both are products of matrices, so that their gradients are sums in a fixed order.
 */
final class PatchEmbedding extends Embedding {
    private final ImageShape image;
    private final int hidden;
    private int interpolated;
    private float[] interpolation;

    PatchEmbedding(ModelShape shape) {
        image = shape.image().orElseThrow();
        hidden = shape.hidden();
    }

    @Override
    Tensor embed(Pass pass) {
        Aten aten = pass.aten();
        Tensor pixels = pass.batch().input().pixels();
        long rows = pixels.size(0);
        int side = (int) pixels.size(2) / image.patch();
        Tensor patches = aten.to(project(pass, cut(aten, pixels, side)), Dtype.F32);
        Tensor first = aten.expand(weight(pass, ParameterRole.CLASS_TOKEN), rows, 1, hidden);
        return aten.add(aten.cat(List.of(first, patches), 1), positions(pass, side));
    }

    /** Cuts images into patches, each in the order of a convolution's kernel: channel, row, column; {@code [rows, patches, ...]}. */
    private Tensor cut(Aten aten, Tensor pixels, int side) {
        int patch = image.patch();
        long rows = pixels.size(0);
        Tensor grid = aten.view(pixels, rows, image.channels(), side, patch, side, patch);
        return aten.reshape(aten.permute(grid, 0, 2, 4, 1, 3, 5), rows, (long) side * side, (long) image.channels() * patch * patch);
    }

    private Tensor project(Pass pass, Tensor patches) {
        Tensor kernel = pass.aten().view(weight(pass, ParameterRole.PATCH_PROJECTION), hidden, -1);
        Tensor bias = pass.parameters().value(ParameterRole.PATCH_PROJECTION, Kind.BIAS, NO_LAYER);
        return pass.aten().linear(pass.inPrecision(patches), pass.inPrecision(kernel), pass.inPrecision(bias));
    }

    /** Returns the positions of the class token and of a grid's patches, {@code [1, 1 + side², hidden]}. */
    private Tensor positions(Pass pass, int side) {
        Aten aten = pass.aten();
        Tensor table = weight(pass, ParameterRole.POSITION_EMBEDDING);
        int grid = image.size() / image.patch();
        if (side == grid) {
            return table;
        }
        Tensor patches = aten.view(aten.narrow(table, 1, 1, (long) grid * grid), (long) grid * grid, hidden);
        Tensor resized = aten.mm(aten.tensors().upload(interpolation(grid, side), (long) side * side, (long) grid * grid), patches);
        return aten.cat(List.of(aten.narrow(table, 1, 0, 1), aten.unsqueeze(resized, 0)), 1);
    }

    /** Returns the weight of each of {@code grid²} positions in each of {@code side²}. */
    private float[] interpolation(int grid, int side) {
        if (interpolated != side) {
            Bicubic bicubic = new Bicubic(grid, side);
            float[] weights = new float[side * side * grid * grid];
            for (int i = 0; i < weights.length; i++) {
                int to = i / (grid * grid);
                int from = i % (grid * grid);
                weights[i] = bicubic.weight(to / side, from / grid) * bicubic.weight(to % side, from % grid);
            }
            interpolation = weights;
            interpolated = side;
        }
        return interpolation;
    }
}
