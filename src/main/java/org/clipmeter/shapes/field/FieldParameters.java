package org.clipmeter.shapes.field;

import java.util.ArrayList;
import java.util.List;

/** The parameters of the network, in the order in which its script takes them. */
public final class FieldParameters {
    public static final int WIDTH = 128;
    static final int HEADS = 4;
    static final int HEAD = WIDTH / HEADS;
    static final int BLOCKS = 3;
    static final int MLP = 3 * WIDTH;

    /** Red, green, blue, and how far the slot's thing covers the point. */
    static final int OUTPUTS = 4;

    /** One parameter. */
    public record Parameter(String name, List<Long> shape) {
        public int size() {
            return Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b));
        }

        public boolean isMatrix() {
            return shape.size() == 2;
        }
    }

    private FieldParameters() {}

    /** All parameters of a network over texts whose states have this width. */
    public static List<Parameter> all(int stateWidth) {
        List<Parameter> all = new ArrayList<>();
        linear(all, "input", FieldInputs.COUNT, WIDTH);
        for (int i = 0; i < BLOCKS; i++) {
            String block = "blocks." + i + ".";
            norm(all, block + "norm1");
            linear(all, block + "query", WIDTH, WIDTH);
            all.add(new Parameter(block + "key.weight", List.of((long) WIDTH, (long) stateWidth)));
            all.add(new Parameter(block + "value.weight", List.of((long) WIDTH, (long) stateWidth)));
            linear(all, block + "out", WIDTH, WIDTH);
            norm(all, block + "norm2");
            linear(all, block + "fc1", WIDTH, MLP);
            linear(all, block + "fc2", MLP, WIDTH);
        }
        norm(all, "norm");
        linear(all, "output", WIDTH, OUTPUTS);
        return all;
    }

    /** Whether a parameter is one of those that erasing changes: the keys and values of cross-attention. */
    public static boolean readsText(Parameter parameter) {
        return parameter.name().endsWith("key.weight") || parameter.name().endsWith("value.weight");
    }

    private static void linear(List<Parameter> all, String name, int in, int out) {
        all.add(new Parameter(name + ".weight", List.of((long) out, (long) in)));
        all.add(new Parameter(name + ".bias", List.of((long) out)));
    }

    private static void norm(List<Parameter> all, String name) {
        all.add(new Parameter(name + ".weight", List.of((long) WIDTH)));
        all.add(new Parameter(name + ".bias", List.of((long) WIDTH)));
    }
}
