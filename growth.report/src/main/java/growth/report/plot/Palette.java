package growth.report.plot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Colours of plots and pages, for light and for dark grounds. The tones keep a distance of 0.1 in OKLab from each other, also under
 * protanopia, deuteranopia and tritanopia, and a contrast of 3 : 1 with the ground (WCAG 2.2, 1.4.11); text has 4.5 : 1 (1.4.3). The first
 * tone is a neutral one, for what the others are compared with.
 */
public enum Palette {
    LIGHT("#ffffff", "#f5f6f8", "#1d2126", "#59616b", "#e3e6ea", "#8b939d", "#9a3412",
            List.of("#3c4043", "#2648ac", "#b03d12", "#2d9e86", "#894f76", "#bc891b", "#8f6ec5")),
    DARK("#16181c", "#1f2228", "#e7e9ec", "#a4acb6", "#2d323a", "#767f8a", "#fdba74",
            List.of("#d0d4da", "#477cde", "#e77917", "#4fbc97", "#aa678f", "#efba26", "#b69ef3"));

    private final Map<String, String> colours = new LinkedHashMap<>();
    private final List<String> tones;

    Palette(String ground, String panel, String ink, String muted, String grid, String axis, String warning, List<String> tones) {
        colours.put("ground", ground);
        colours.put("panel", panel);
        colours.put("ink", ink);
        colours.put("muted", muted);
        colours.put("grid", grid);
        colours.put("axis", axis);
        colours.put("warning", warning);
        for (int i = 0; i < tones.size(); i++) {
            colours.put("tone" + i, tones.get(i));
        }
        this.tones = List.copyOf(tones);
    }

    /** Returns name → colour as {@code #rrggbb}. */
    public Map<String, String> colours() {
        return Map.copyOf(colours);
    }

    /** Returns the colours of series. */
    public List<String> tones() {
        return tones;
    }

    /** Returns the colours as declarations of CSS variables. */
    public String variables() {
        StringBuilder css = new StringBuilder();
        colours.forEach((name, colour) -> css.append("--").append(name).append(':').append(colour).append(';'));
        return css.toString();
    }
}
