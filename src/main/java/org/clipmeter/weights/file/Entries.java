package org.clipmeter.weights.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of checkpoint files, by name.
 *
 * @param tensors in the order of the files
 * @param others entries that are not tensors, and what each of them is, such as "an integer"; usually empty
 * @param metadata texts beside the tensors, as a safetensors file may have them
 */
public record Entries(Map<String, TensorView> tensors, Map<String, String> others, Map<String, String> metadata) {
    public Entries {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    public Entries(Map<String, TensorView> tensors, Map<String, String> others) {
        this(tensors, others, Map.of());
    }

    public static Entries ofTensors(Map<String, TensorView> tensors) {
        return new Entries(tensors, Map.of());
    }
}
