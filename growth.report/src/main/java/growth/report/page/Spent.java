package growth.report.page;

import growth.report.plot.Quantity;
import growth.runtime.metrics.Point;

/** What a run spends as it goes on. */
enum Spent {
    STEPS("steps"), FLOPS("FLOPs"), TOKENS("tokens"), SECONDS("time");

    private final String words;

    Spent(String words) {
        this.words = words;
    }

    String words(boolean images) {
        return this == TOKENS && images ? "images" : words;
    }

    Quantity quantity(boolean images) {
        return switch (this) {
            case STEPS -> Quantity.STEPS;
            case FLOPS -> Quantity.FLOPS;
            case TOKENS -> images ? Quantity.IMAGES : Quantity.TOKENS;
            case SECONDS -> Quantity.SECONDS;
        };
    }

    double of(Point point) {
        return switch (this) {
            case STEPS -> point.step();
            case FLOPS -> point.flops();
            case TOKENS -> point.tokens();
            case SECONDS -> point.seconds();
        };
    }
}
