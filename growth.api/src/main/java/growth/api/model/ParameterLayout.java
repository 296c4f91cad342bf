package growth.api.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All parameters of a model in the order in which files and flat buffers hold them. A pure function of the shape. */
public final class ParameterLayout {
    private final List<ParameterSpec> parameters;
    private final Map<String, ParameterSpec> byName;

    private ParameterLayout(List<ParameterSpec> parameters) {
        this.parameters = List.copyOf(parameters);
        Map<String, ParameterSpec> map = new LinkedHashMap<>();
        parameters.forEach(p -> map.put(p.name(), p));
        byName = Collections.unmodifiableMap(map);
    }

    /** Returns the parameters of a model of that shape. */
    public static ParameterLayout of(ModelShape shape) {
        List<ParameterSpec> all = new ArrayList<>();
        switch (shape.family()) {
            case LLAMA -> LlamaLayout.add(shape, all);
            case GPT2 -> Gpt2Layout.add(shape, all);
            case BERT -> EncoderLayout.addBert(shape, all);
            case VIT -> EncoderLayout.addVit(shape, all);
        }
        return new ParameterLayout(all);
    }

    /** Returns every parameter, in order. */
    public List<ParameterSpec> parameters() {
        return parameters;
    }

    /** Returns every parameter by its name, in order. */
    public Map<String, ParameterSpec> byName() {
        return byName;
    }

    /**
     * @return the parameter of that role and kind in that block ({@link ParameterSpec#NO_LAYER} for those outside)
     * @throws IllegalArgumentException if the family has none
     */
    public ParameterSpec find(ParameterRole role, ParameterSpec.Kind kind, int layer) {
        return parameters.stream().filter(p -> p.role() == role && p.kind() == kind && p.layer() == layer).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + role + " " + kind + " in layer " + layer));
    }
}
