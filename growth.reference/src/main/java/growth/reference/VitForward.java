package growth.reference;

import growth.api.data.Batch;
import growth.api.model.ImageShape;

/** ViTForImageClassification; the class token stands at position 0 and is classified. */
record VitForward(Modules m) implements Forward {

    @Override
    public double[][] embed(Batch batch, int row) {
        Batch.Images images = (Batch.Images) batch;
        ImageShape shape = m.shape().image().orElseThrow();
        int side = images.size() / shape.patch();
        double[][] patches = new double[side * side][];
        for (int r = 0; r < side; r++) {
            for (int c = 0; c < side; c++) {
                patches[r * side + c] = pixels(images, row, r * shape.patch(), c * shape.patch(), shape.patch());
            }
        }
        double[][] projected = m.linear("vit.embeddings.patch_embeddings.projection", patches);
        double[][] x = new double[1 + projected.length][];
        x[0] = m.row("vit.embeddings.cls_token", 0);
        System.arraycopy(projected, 0, x, 1, projected.length);
        return Sequences.scaled(Sequences.sum(x, positions(shape.size() / shape.patch(), side)), m.gates().hidden());
    }

    /** A patch in the order of a Conv2d kernel: channel, row, column. */
    private static double[] pixels(Batch.Images images, int row, int top, int left, int patch) {
        double[] values = new double[images.channels() * patch * patch];
        for (int c = 0; c < images.channels(); c++) {
            for (int y = 0; y < patch; y++) {
                for (int x = 0; x < patch; x++) {
                    int line = (row * images.channels() + c) * images.size() + top + y;
                    values[(c * patch + y) * patch + x] = images.pixels()[line * images.size() + left + x];
                }
            }
        }
        return values;
    }

    /** The learned positions of a grid of {@code from × from} patches, resized for one of {@code to × to}; the class token's stays. */
    private double[][] positions(int from, int to) {
        String name = "vit.embeddings.position_embeddings";
        double[][] grid = new double[from * from][];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = m.row(name, 1 + i);
        }
        double[][] resized = Bicubic.resize(grid, from, to);
        double[][] positions = new double[1 + resized.length][];
        positions[0] = m.row(name, 0);
        System.arraycopy(resized, 0, positions, 1, resized.length);
        return positions;
    }

    @Override
    public double[][] block(int layer, double[][] x, double[][] memory) {
        String n = "vit.encoder.layer." + layer + ".";
        double[][] own = m.layerNorm(n + "layernorm_before", x);
        double[][] read = m.layerNorm(n + "layernorm_before", memory);
        double[][] attended = m.attention(layer).attend(m.linear(n + "attention.attention.query", own),
                m.linear(n + "attention.attention.key", read), m.linear(n + "attention.attention.value", read));
        double[][] h = Sequences.sum(x, m.linear(n + "attention.output.dense", attended));
        double[][] up = m.linear(n + "intermediate.dense", m.layerNorm(n + "layernorm_after", h));
        double[][] active = Sequences.each(Sequences.scaled(up, m.gates().intermediate(layer)), Activations::gelu);
        return Sequences.sum(h, m.linear(n + "output.dense", active));
    }

    @Override
    public double[][] head(double[][] x) {
        return m.linear("classifier", m.layerNorm("vit.layernorm", new double[][] {x[0]}));
    }
}
