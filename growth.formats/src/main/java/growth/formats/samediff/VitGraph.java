package growth.formats.samediff;

import growth.api.model.ImageShape;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ViTForImageClassification.
 *
 * @param pixels placeholder of images
 */
record VitGraph(Modules m, Rows rows, SDVariable pixels, AttentionGraph attention) implements FamilyGraph {
    private static final String EMBEDDINGS = "vit.embeddings.";
    private static final String PROJECTION = EMBEDDINGS + "patch_embeddings.projection";

    static VitGraph of(Modules m) {
        SameDiff sd = m.sd();
        ImageShape image = m.shape().image().orElseThrow();
        SDVariable pixels = sd.placeHolder(SameDiffModel.PIXEL_VALUES, DataType.FLOAT, -1, image.channels(), image.size(), image.size());
        Rows rows = new Rows(sd, sd.gather(sd.shape(pixels), new int[] {0}, 0),
                sd.constant(Nd4j.createFromArray((long) m.shape().context())));
        return new VitGraph(m, rows, pixels, new AttentionGraph(m, rows, Optional.empty()));
    }

    @Override
    public SDVariable embed() {
        SameDiff sd = m.sd();
        ImageShape image = m.shape().image().orElseThrow();
        int hidden = m.shape().hidden();
        int patch = image.patch();
        int side = image.size() / patch;
        int values = image.channels() * patch * patch;
        // [image, channel, patch row, row, patch column, column] → the patches, each in the order of a Conv2d kernel
        SDVariable cut = sd.permute(sd.reshape(pixels, -1, image.channels(), side, patch, side, patch), 0, 2, 4, 1, 3, 5);
        SDVariable patches = sd.mmul(sd.reshape(cut, -1, values), sd.reshape(m.get(PROJECTION + ".weight"), hidden, values), false, true,
                false).add(m.get(PROJECTION + ".bias"));
        SDVariable rest = sd.reshape(patches, -1, image.patches(), hidden);
        // one class token per image: their number is known only when the graph runs
        SDVariable any = sd.gather(rest, new int[] {0}, 1);
        SDVariable all = sd.concat(1, any.sub(any).add(m.get(EMBEDDINGS + "cls_token")), rest);
        return m.gates().hidden(sd.reshape(all.add(m.get(EMBEDDINGS + "position_embeddings")), -1, hidden));
    }

    @Override
    public SDVariable block(int layer, SDVariable x) {
        String n = "vit.encoder.layer." + layer + ".";
        SDVariable y = m.layerNorm(n + "layernorm_before", x);
        SDVariable attended = attention.attend(layer, m.linear(n + "attention.attention.query", y),
                m.linear(n + "attention.attention.key", y), m.linear(n + "attention.attention.value", y));
        SDVariable h = x.add(m.linear(n + "attention.output.dense", attended));
        SDVariable up = m.gates().intermediate(layer, m.linear(n + "intermediate.dense", m.layerNorm(n + "layernorm_after", h)));
        return h.add(m.linear(n + "output.dense", m.gelu(up)));
    }

    @Override
    public void head(SDVariable x) {
        SDVariable y = rows.split(SameDiffModel.LAST_HIDDEN_STATE, m.layerNorm("vit.layernorm", x), m.shape().hidden());
        SDVariable first = m.sd().reshape(m.sd().gather(y, new int[] {0}, 1), -1, m.shape().hidden());
        m.linear("classifier", first).rename(SameDiffModel.LOGITS);
    }
}
