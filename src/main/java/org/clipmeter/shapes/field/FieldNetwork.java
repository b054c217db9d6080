package org.clipmeter.shapes.field;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.engine.TorchScript;

/**
 * The network as one compiled script. For each point and slot it gives the color and how far the slot's thing covers the
 * point. It reads the caption through cross-attention over the text tower's hidden states only, as Stable Diffusion
 * does, so that the published edits of cross-attention apply to it as they are.
 *
 * @see CaptionNetwork for one caption, which is faster
 */
public final class FieldNetwork implements AutoCloseable {
    private static final String HEADS = """
            def heads(self, x: Tensor) -> Tensor:
              return torch.transpose(torch.view(x, [torch.size(x, 0), torch.size(x, 1), $heads, $head]), 1, 2)
            """;
    private static final String ATTENTION = """
              q = (self).heads(torch.linear(n, $b_query_weight, $b_query_bias))
              k = (self).heads(torch.linear(c, $b_key_weight))
              v = (self).heads(torch.linear(c, $b_value_weight))
              a = torch.scaled_dot_product_attention(q, k, v, m)
              a = torch.reshape(torch.transpose(a, 1, 2), torch.size(h))
            """;

    private final TorchScript script;

    public FieldNetwork(Device device) throws IOException {
        this.script = FieldScript.compile(
                device, HEADS + FieldScript.method("forward", List.of("c", "m"), parameter -> true, ATTENTION));
    }

    /**
     * Computes points of several pictures.
     *
     * @param inputs see {@link FieldInputs}, (pictures, points, inputs)
     * @param states of the tokens of each picture's caption, (pictures, tokens, width of the states)
     * @param mask 0 for tokens, and a very negative number for padding, (pictures, 1, 1, tokens)
     * @param parameters in the order of {@link FieldParameters#all}
     * @return (pictures, points, 4), on the manager of {@code inputs}
     */
    public NDArray forward(NDArray inputs, NDArray states, NDArray mask, List<NDArray> parameters) {
        List<NDArray> all = new ArrayList<>(List.of(inputs, states, mask));
        all.addAll(parameters);
        return script.run(all.toArray(NDArray[]::new));
    }

    @Override
    public void close() {
        script.close();
    }
}
