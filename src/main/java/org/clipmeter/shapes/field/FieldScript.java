package org.clipmeter.shapes.field;

import ai.djl.Device;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.clipmeter.engine.TorchScript;

/** Writes the network's layers as TorchScript, for several ways to read the caption. */
final class FieldScript {
    /** The attention makes {@code a} of {@code n}. */
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
     * A method that computes the points {@code x} with the network.
     *
     * @param texts further inputs, which tell the caption
     * @param taken which parameters are inputs after them, in the order of {@link FieldParameters#all}
     * @param attention statements that make {@code a} of {@code n}; see {@link #ofEachBlock}
     */
    static String method(
            String name, List<String> texts, Predicate<FieldParameters.Parameter> taken, String attention) {
        StringBuilder method = new StringBuilder(signature(name, texts, taken));
        method.append("  h = torch.linear(x, input_weight, input_bias)\n");
        method.append(ofEachBlock(BLOCK.replace("$attention", attention.stripTrailing())));
        method.append("  n = torch.layer_norm(h, [$width], norm_weight, norm_bias, 1.e-5)\n");
        return method.append("  return torch.linear(n, output_weight, output_bias)\n")
                .toString();
    }

    /** The first line of a method of points, texts and parameters. */
    static String signature(String name, List<String> texts, Predicate<FieldParameters.Parameter> taken) {
        StringBuilder signature = new StringBuilder("def " + name + "(self, x: Tensor");
        texts.forEach(text -> signature.append(", ").append(text).append(": Tensor"));
        return signature
                .append(", ")
                .append(variables(taken).replace(",", ": Tensor,"))
                .append(": Tensor) -> Tensor:\n")
                .toString();
    }

    /** The names of parameters in the script, with commas between them. */
    static String variables(Predicate<FieldParameters.Parameter> taken) {
        // Only the names matter here, and they are the same for every width of the states.
        return FieldParameters.all(FieldParameters.WIDTH).stream()
                .filter(taken)
                .map(parameter -> parameter.name().replace('.', '_'))
                .collect(Collectors.joining(", "));
    }

    /** Statements once for each block, whose parameters begin with {@code $b_} in them. */
    static String ofEachBlock(String statements) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < FieldParameters.BLOCKS; i++) {
            all.append(statements.replace("$b_", "blocks_" + i + "_"));
        }
        return all.toString();
    }

    /** Compiles methods, in which {@code $width}, {@code $heads} and {@code $head} stand for the network's sizes. */
    static TorchScript compile(Device device, String methods) throws IOException {
        return TorchScript.load(
                device,
                methods.replace("$width", Integer.toString(FieldParameters.WIDTH))
                        .replace("$heads", Integer.toString(FieldParameters.HEADS))
                        .replace("$head", Integer.toString(FieldParameters.HEAD)));
    }
}
