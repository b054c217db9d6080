package org.clipmeter.model.clip;

import java.util.List;
import org.clipmeter.model.transformer.ExpectedTensors;
import org.clipmeter.model.transformer.ParameterShapes;

/** The tensors of CLIP's network, under the names of transformers' CLIPModel. */
final class ClipTensors {
    private ClipTensors() {}

    /**
     * The tensors for a configuration.
     *
     * @param architectures the classes that the weights were saved from; may be empty
     */
    static ExpectedTensors of(ClipConfig config, List<String> architectures) {
        return new ExpectedTensors(
                "CLIP",
                "CLIPModel",
                "clip",
                architectures,
                config.text().transformer(),
                config.vision().transformer(),
                () -> shapes(config));
    }

    /**
     * The shapes for a configuration. Compare the number of layers with the weights first, since the result grows with
     * it.
     */
    static ParameterShapes shapes(ClipConfig config) {
        ParameterShapes all = new ParameterShapes();
        ClipConfig.TextConfig text = config.text();
        ClipConfig.VisionConfig vision = config.vision();
        long textHidden = text.transformer().hiddenSize();
        long visionHidden = vision.transformer().hiddenSize();
        all.add(ParameterShapes.LOGIT_SCALE);
        all.add(ParameterShapes.TOKEN_EMBEDDING, text.vocabSize(), textHidden);
        all.add("text_model.embeddings.position_embedding.weight", text.maxPositionEmbeddings(), textHidden);
        all.layers("text_model", text.transformer());
        all.norm("text_model.final_layer_norm", textHidden);
        all.add("vision_model.embeddings.class_embedding", visionHidden);
        all.add(
                "vision_model.embeddings.patch_embedding.weight",
                visionHidden,
                3,
                vision.patchSize(),
                vision.patchSize());
        all.add("vision_model.embeddings.position_embedding.weight", vision.sequenceLength(), visionHidden);
        all.norm("vision_model.pre_layrnorm", visionHidden);
        all.layers("vision_model", vision.transformer());
        all.norm("vision_model.post_layernorm", visionHidden);
        all.add("visual_projection.weight", config.projectionDim(), visionHidden);
        all.add("text_projection.weight", config.projectionDim(), textHidden);
        return all;
    }
}
