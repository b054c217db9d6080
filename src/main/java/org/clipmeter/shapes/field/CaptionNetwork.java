package org.clipmeter.shapes.field;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.clipmeter.engine.TorchScript;

/**
 * The network of {@link FieldNetwork} for the points of one caption, which needs about a quarter less time. What depends on the caption alone
 * is computed once: each head's keys are multiplied into its queries' weights, and its values into the weights of the attention's output. A
 * point then costs one product for its scores of the tokens, and one for what it takes from them.
 */
final class CaptionNetwork implements AutoCloseable {
    /** {@code query} has a row for each head and token here, and {@code out} a column. */
    private static final String ATTENTION = """
              s = torch.linear(n, $b_query_weight, $b_query_bias)
              s = torch.softmax(torch.view(s, [torch.size(s, 0), $heads, -1]), -1)
              a = torch.flatten(s, 1)
            """;

    private static final int HEADS = FieldParameters.HEADS;
    private static final int HEAD = FieldParameters.HEAD;
    private static final int WIDTH = FieldParameters.WIDTH;

    private final TorchScript script;

    CaptionNetwork(Device device) throws IOException {
        this.script = FieldScript.compile(
                device, "", List.of(), parameter -> !FieldParameters.readsText(parameter), ATTENTION);
    }

    /**
     * The parameters of the network for one caption.
     *
     * @param states of its tokens, without padding, (tokens, width of the states)
     * @param parameters by name, all of {@link FieldParameters#all}
     * @return for {@link #forward}; those that depend on the caption are on the manager of {@code states}
     */
    List<NDArray> read(NDArray states, Map<String, NDArray> parameters) {
        int rows = Math.toIntExact(HEADS * states.getShape().get(0));
        List<NDArray> read = new ArrayList<>();
        parameters.forEach((name, values) -> {
            int suffix = name.indexOf('.', name.indexOf('.') + 1);
            String block = suffix < 0 ? "" : name.substring(0, suffix);
            switch (suffix < 0 ? "" : name.substring(suffix)) {
                case ".query.weight", ".query.bias" -> {
                    NDArray keys = heads(states, parameter(parameters, block + ".key.weight")); // (heads, tokens, head)
                    NDArray scores =
                            keys.matMul(values.reshape(HEADS, HEAD, -1)).mul(1 / Math.sqrt(HEAD));
                    read.add(name.endsWith("bias") ? scores.reshape(rows) : scores.reshape(rows, WIDTH));
                }
                case ".out.weight" -> {
                    NDArray taken = heads(states, parameter(parameters, block + ".value.weight"));
                    NDArray out = values.transpose().reshape(HEADS, HEAD, WIDTH);
                    read.add(taken.matMul(out).reshape(rows, WIDTH).transpose());
                }
                case ".key.weight", ".value.weight" -> {} // they are in those above
                default -> read.add(values);
            }
        });
        return read;
    }

    private static NDArray parameter(Map<String, NDArray> parameters, String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    /** Each head's part of a product of the states with a matrix, (heads, tokens, head). */
    private static NDArray heads(NDArray states, NDArray matrix) {
        return states.matMul(matrix.transpose()).reshape(-1, HEADS, HEAD).transpose(1, 0, 2);
    }

    /**
     * Computes points.
     *
     * @param inputs see {@link FieldInputs}, (points, inputs)
     * @param parameters from {@link #read}
     * @return (points, 4), on the manager of {@code inputs}
     */
    NDArray forward(NDArray inputs, List<NDArray> parameters) {
        List<NDArray> all = new ArrayList<>(List.of(inputs));
        all.addAll(parameters);
        return script.run(all.toArray(NDArray[]::new));
    }

    @Override
    public void close() {
        script.close();
    }
}
