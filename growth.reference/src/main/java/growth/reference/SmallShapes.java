package growth.reference;

import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;

/** One small shape per family, with sizes that differ from one another wherever the family allows. */
public final class SmallShapes {
    private SmallShapes() {
    }

    /**
     * Returns a shape with 2 layers of 8 with 2 heads (llama: 4 query heads on 2 key/value heads of 4), 6 neurons, 11 tokens and 9
     * positions (vit: 3 × 3 patches of 2 × 2 pixels, 3 channels, 5 labels).
     */
    public static ModelShape of(Family family) {
        ModelShapeBuilder shape = ModelShape.builder(family).layers(2).hidden(8).heads(2).intermediate(6);
        return switch (family) {
            case LLAMA -> shape.heads(4).kvHeads(2).headSize(4).vocabulary(11).context(9).build();
            case GPT2, BERT -> shape.vocabulary(11).context(9).build();
            case VIT -> shape.image(new ImageShape(6, 2, 3, 5)).build();
        };
    }
}
