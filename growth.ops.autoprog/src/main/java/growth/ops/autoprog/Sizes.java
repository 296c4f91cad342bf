package growth.ops.autoprog;

import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Options;

/**
 * The sizes that grow from stage to stage: depth, and the number of tokens that the model sees (Li et al. 2022, section 3.1): the images'
 * resolution, or the length of text.
 *
 * @param target the model at the end
 * @param layers layers at the beginning
 * @param tokens at the beginning: pixels of an image's side, or tokens of a sequence
 */
record Sizes(ModelShape target, int layers, int tokens) {
    /**
     * Returns the given sizes, and half of the target's for those that are left out.
     *
     * @param options the schedule's options, for the places of refusals
     */
    static Sizes of(ModelShape target, Stages given, Options options) {
        int layers = given.layers().orElse(Math.max(1, (target.layers() + 1) / 2));
        if (layers > target.layers()) {
            throw options.refuse("layers", layers + " layers at the beginning are more than the target's " + target.layers());
        }
        boolean images = target.image().isPresent();
        if (given.resolution().isPresent() && !images) {
            throw options.refuse("resolution", "family " + target.family().id() + " has no images; give sequence");
        }
        if (given.sequence().isPresent() && images) {
            throw options.refuse("sequence", "family " + target.family().id() + " sees images; give resolution");
        }
        Sizes sizes = new Sizes(target, layers, 0);
        int tokens = (images ? given.resolution() : given.sequence()).orElse(sizes.rounded(sizes.fullTokens() / 2.0));
        if (tokens > sizes.fullTokens() || tokens % sizes.unit() != 0) {
            throw options.refuse(images ? "resolution" : "sequence", tokens + " is not at most " + sizes.fullTokens()
                    + (images ? " and a multiple of the patch " + sizes.unit() : ""));
        }
        return new Sizes(target, layers, tokens);
    }

    private int fullTokens() {
        return target.image().map(ImageShape::size).orElse(target.context());
    }

    private int unit() {
        return target.image().map(ImageShape::patch).orElse(1);
    }

    private int rounded(double tokens) {
        return Math.max(unit(), (int) Math.round(tokens / unit()) * unit());
    }

    /**
     * @param share 0 for the beginning, 1 for the target
     * @return layers on the straight line between both
     */
    int layersAt(double share) {
        return (int) Math.round(layers + share * (target.layers() - layers));
    }

    /** Returns the view on the straight line between both, to the nearest multiple of the patch. */
    View viewAt(double share) {
        return view(rounded(tokens + share * (fullTokens() - tokens)));
    }

    /** Returns the view of that many pixels or tokens; the full view for all of them. */
    private View view(int seen) {
        if (seen == fullTokens()) {
            return View.full();
        }
        return target.image().isPresent() ? View.full().withResolution(seen) : View.full().withSequence(seen);
    }

    /** Returns the target with that depth. */
    ModelShape shape(int depth) {
        return target.toBuilder().layers(depth).build();
    }
}
