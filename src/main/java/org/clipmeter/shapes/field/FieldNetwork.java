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
 */
public final class FieldNetwork implements AutoCloseable {
    private static final String BLOCK = """
              n = torch.layer_norm(h, [$width], $b_norm1_weight, $b_norm1_bias, 1.e-5)
              q = (self).heads(torch.linear(n, $b_query_weight, $b_query_bias))
              k = (self).heads(torch.linear(c, $b_key_weight))
              v = (self).heads(torch.linear(c, $b_value_weight))
              a = torch.scaled_dot_product_attention(q, k, v, m)
              a = torch.reshape(torch.transpose(a, 1, 2), torch.size(h))
              h = torch.add(h, torch.linear(a, $b_out_weight, $b_out_bias))
              n = torch.layer_norm(h, [$width], $b_norm2_weight, $b_norm2_bias, 1.e-5)
              f = torch.gelu(torch.linear(n, $b_fc1_weight, $b_fc1_bias))
              h = torch.add(h, torch.linear(f, $b_fc2_weight, $b_fc2_bias))
            """;

    private final TorchScript script;

    public FieldNetwork(Device device) throws IOException {
        StringBuilder methods = new StringBuilder("""
            def heads(self, x: Tensor) -> Tensor:
              return torch.transpose(torch.view(x, [torch.size(x, 0), torch.size(x, 1), $heads, $head]), 1, 2)
            def forward(self, x: Tensor, c: Tensor, m: Tensor""");
        // Only the names matter here, and they are the same for every width of the states.
        for (FieldParameters.Parameter parameter : FieldParameters.all(FieldParameters.WIDTH)) {
            methods.append(", ").append(variable(parameter.name())).append(": Tensor");
        }
        methods.append(") -> Tensor:\n  h = torch.linear(x, input_weight, input_bias)\n");
        for (int i = 0; i < FieldParameters.BLOCKS; i++) {
            methods.append(BLOCK.indent(0).replace("$b_", "blocks_" + i + "_"));
        }
        methods.append("  n = torch.layer_norm(h, [$width], norm_weight, norm_bias, 1.e-5)\n")
                .append("  return torch.linear(n, output_weight, output_bias)\n");
        this.script = TorchScript.load(
                device,
                methods.toString()
                        .replace("$width", Integer.toString(FieldParameters.WIDTH))
                        .replace("$heads", Integer.toString(FieldParameters.HEADS))
                        .replace("$head", Integer.toString(FieldParameters.WIDTH / FieldParameters.HEADS)));
    }

    private static String variable(String name) {
        return name.replace('.', '_');
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
