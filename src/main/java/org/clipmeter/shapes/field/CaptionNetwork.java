package org.clipmeter.shapes.field;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.engine.TorchScript;

/**
 * The network of {@link FieldNetwork} for the points of one caption, in less time. What depends on the caption alone is computed
 * once: each head's keys are multiplied into its queries' weights, and its values into the weights of the attention's output. A point then
 * costs one product for its scores of the tokens, and one for what it takes from them. Points are computed in parts that are so small that what
 * a layer gives to the next one is still in the processor's cache.
 */
final class CaptionNetwork implements AutoCloseable {
    /** After {@link #READING}, {@code query} has a row for each head and token, and {@code out} a column. */
    private static final String ATTENTION = """
              s = torch.linear(n, $b_query_weight, $b_query_bias)
              s = torch.softmax(torch.view(s, [torch.size(s, 0), $heads, -1]), -1)
              a = torch.flatten(s, 1)
            """;

    private static final String HEADS = """
            def heads(self, x: Tensor) -> Tensor:
              return torch.transpose(torch.view(x, [-1, $heads, $head]), 0, 1)
            """;
    private static final String READING = """
              k = torch.div((self).heads(torch.linear(c, $b_key_weight)), SCALE)
              v = (self).heads(torch.linear(c, $b_value_weight))
              $b_query_weight = torch.matmul(k, torch.view($b_query_weight, [$heads, $head, $width]))
              $b_query_weight = torch.reshape($b_query_weight, [-1, $width])
              $b_query_bias = torch.matmul(k, torch.view($b_query_bias, [$heads, $head, 1]))
              $b_query_bias = torch.reshape($b_query_bias, [-1])
              o = torch.view(torch.transpose($b_out_weight, 0, 1), [$heads, $head, $width])
              $b_out_weight = torch.transpose(torch.reshape(torch.matmul(v, o), [-1, $width]), 0, 1)
            """.replace("SCALE", Double.toString(Math.sqrt(FieldParameters.HEAD)));
    private static final String PARTS = """
              parts = torch.split(x, 1024)
              drawn = annotate(List[Tensor], [])
              for i in range(torch.len(parts)):
                _0 = torch.append(drawn, (self).part(parts[i], PARAMETERS))
              return torch.cat(drawn)
            """.replace("PARAMETERS", FieldScript.variables(CaptionNetwork::isOfPoints));

    private final TorchScript script;

    CaptionNetwork(Device device) throws IOException {
        this.script = FieldScript.compile(
                device,
                HEADS
                        + FieldScript.method("part", List.of(), CaptionNetwork::isOfPoints, ATTENTION)
                        + FieldScript.signature("forward", List.of("c"), parameter -> true)
                        + FieldScript.ofEachBlock(READING)
                        + PARTS);
    }

    private static boolean isOfPoints(FieldParameters.Parameter parameter) {
        return !FieldParameters.readsText(parameter);
    }

    /**
     * Computes points.
     *
     * @param inputs see {@link FieldInputs}, (points, inputs)
     * @param states of the caption's tokens, without padding, (tokens, width of the states)
     * @param parameters in the order of {@link FieldParameters#all}
     * @return (points, 4), on the manager of {@code inputs}
     */
    NDArray forward(NDArray inputs, NDArray states, List<NDArray> parameters) {
        List<NDArray> all = new ArrayList<>(List.of(inputs, states));
        all.addAll(parameters);
        return script.run(all.toArray(NDArray[]::new));
    }

    @Override
    public void close() {
        script.close();
    }
}
