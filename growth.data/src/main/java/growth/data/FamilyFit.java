package growth.data;

import growth.api.GrowthException;
import growth.api.data.DataRequest;
import growth.api.model.Family;

/** Checks that data are what the model's family takes: images for {@code vit}, token ids for all others. */
public final class FamilyFit {
    private FamilyFit() {
    }

    /**
     * Refuses a request of token ids for a model that takes none.
     *
     * @param kind kind of data that are token ids
     * @throws GrowthException (CONFIGURATION) if the model takes images or has no context
     */
    public static void text(DataRequest request, String kind) {
        if (takesImages(request)) {
            throw request.options().refuse("kind", "family " + request.model().family().id() + " takes images; data kind " + kind
                    + " has none; use images or synthetic");
        }
        if (request.model().context() < 1) {
            throw request.options().refuse("kind", "data kind " + kind + " is for language models; this model has no context of tokens");
        }
    }

    /**
     * Refuses a request of images for a model that takes none.
     *
     * @param kind kind of data that are images
     * @throws GrowthException (CONFIGURATION) if the model takes token ids or has no image
     */
    public static void images(DataRequest request, String kind) {
        if (!takesImages(request)) {
            throw request.options().refuse("kind", "family " + request.model().family().id() + " takes text; data kind " + kind
                    + " has none; use text, tokens or synthetic");
        }
        if (request.model().image() < 1) {
            throw request.options().refuse("kind", "data kind " + kind + " is for vision models; this model has no image");
        }
    }

    /** Returns whether the model's family takes images. */
    public static boolean takesImages(DataRequest request) {
        return request.model().family() == Family.VIT;
    }
}
