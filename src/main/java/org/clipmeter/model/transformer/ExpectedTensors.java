package org.clipmeter.model.transformer;

import java.util.List;
import java.util.function.Supplier;

/**
 * The tensors that a network expects in a checkpoint.
 *
 * @param title the family in messages, such as {@code CLIP}
 * @param model the class in transformers whose weights are expected, such as {@code CLIPModel}
 * @param prefix what may precede the names of tensors, without its dot, such as {@code clip}
 * @param architectures the classes that the weights were saved from; may be empty
 * @param text the text tower, whose number of layers is compared with the weights first
 * @param vision the vision tower
 * @param shapes the names and shapes of all tensors; called once the numbers of layers are known to fit the weights
 */
public record ExpectedTensors(
        String title,
        String model,
        String prefix,
        List<String> architectures,
        TransformerConfig text,
        TransformerConfig vision,
        Supplier<ParameterShapes> shapes) {}
