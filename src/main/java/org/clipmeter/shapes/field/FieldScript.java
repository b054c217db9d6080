package org.clipmeter.shapes.field;

import ai.djl.Device;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.clipmeter.engine.TorchScript;

/** The network's layers as TorchScript, for any way to read the caption. */
final class FieldScript {
    /** What the attention reads is {@code n}, and what it gives is {@code a}, of the shapes of {@code h} or of one for each caption. */
    private static final String BLOCK = """
              n = torch.layer_norm(h, [$width], $b_norm1_weight, $b_norm1_bias, 1.e-5)
            $attention
              h = torch.add(h, torch.linear(a, $b_out_weight, $b_out_bias))
              n = torch.layer_norm(h, [$width], $b_norm2_weight, $b_norm2_bias, 1.e-5)
              f = torch.gelu(torch.linear(n, $b_fc1_weight, $b_fc1_bias))
              h = torch.add(h, torch.linear(f, $b_fc2_weight, $b_fc2_bias))
            """;

    private FieldScript() {}

    /**
     * Compiles the network. Its inputs are the points, then {@code texts}, then the parameters.
     *
     * @param methods further methods that {@code attention} calls, or an empty text
     * @param texts names of the inputs that tell the caption
     * @param taken which parameters are inputs, in the order of {@link FieldParameters#all}
     * @param attention statements that make {@code a} of {@code n}, with {@code $b} for the block in names of parameters
     */
    static TorchScript compile(
            Device device,
            String methods,
            List<String> texts,
            Predicate<FieldParameters.Parameter> taken,
            String attention)
            throws IOException {
        StringBuilder script = new StringBuilder(methods).append("def forward(self, x: Tensor");
        texts.forEach(text -> script.append(", ").append(text).append(": Tensor"));
        // Only the names matter here, and they are the same for every width of the states.
        for (FieldParameters.Parameter parameter : FieldParameters.all(FieldParameters.WIDTH)) {
            if (taken.test(parameter)) {
                script.append(", ").append(parameter.name().replace('.', '_')).append(": Tensor");
            }
        }
        script.append(") -> Tensor:\n  h = torch.linear(x, input_weight, input_bias)\n");
        for (int i = 0; i < FieldParameters.BLOCKS; i++) {
            script.append(BLOCK.replace("$attention", attention.stripTrailing()).replace("$b_", "blocks_" + i + "_"));
        }
        script.append("  n = torch.layer_norm(h, [$width], norm_weight, norm_bias, 1.e-5)\n")
                .append("  return torch.linear(n, output_weight, output_bias)\n");
        return TorchScript.load(
                device,
                script.toString()
                        .replace("$width", Integer.toString(FieldParameters.WIDTH))
                        .replace("$heads", Integer.toString(FieldParameters.HEADS))
                        .replace("$head", Integer.toString(FieldParameters.HEAD)));
    }
}
