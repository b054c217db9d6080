package org.clipmeter.model.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.transformer.ParameterShapes;
import org.clipmeter.model.transformer.StoredTensors;
import org.clipmeter.weights.NamedTensor;
import org.clipmeter.weights.SafetensorsWriter;
import org.clipmeter.weights.Weights;
import org.clipmeter.weights.file.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredTensorsTest {
    private static final String CONFIG = """
            {"projection_dim": 2,
             "text_config": {"hidden_size": 4, "intermediate_size": 3, "num_hidden_layers": 1, "num_attention_heads": 2,
              "vocab_size": 5, "max_position_embeddings": 6},
             "vision_config": {"hidden_size": 4, "intermediate_size": 3, "num_hidden_layers": 1,
              "num_attention_heads": 2, "image_size": 8, "patch_size": 5}}""";

    @TempDir
    private Path folder;

    private StoredTensors match(String config, UnaryOperator<String> rename, NamedTensor... more) throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG);
        List<NamedTensor> tensors = new ArrayList<>();
        for (Map.Entry<String, List<Long>> entry :
                ClipTensors.shapes(read().config()).shapes().entrySet()) {
            int count = Math.toIntExact(entry.getValue().stream().reduce(1L, (a, b) -> a * b));
            tensors.add(NamedTensor.of(rename.apply(entry.getKey()), entry.getValue(), new float[count]));
        }
        tensors.addAll(List.of(more));
        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, DType.F32);
        Files.writeString(folder.resolve("config.json"), config);
        return StoredTensors.match(
                Weights.open(folder), ClipTensors.of(read().config(), read().architectures()), "the model");
    }

    private ConfigReader.ConfigFile read() throws IOException {
        return ConfigReader.read(CheckpointFolder.open(folder).config());
    }

    private String refusal(String config, UnaryOperator<String> rename, NamedTensor... more) {
        return assertThrows(ModelException.class, () -> match(config, rename, more))
                .getMessage();
    }

    private static NamedTensor scalar(String name, float value) {
        return NamedTensor.of(name, List.of(), new float[] {value});
    }

    @Test
    void readsNamesAsTransformersDoesAndWarnsOfExtraTensors() throws IOException {
        StoredTensors tensors = match(
                CONFIG,
                name -> "clip." + name.replace("text_model.", "text_model.text_model."),
                scalar("logit_bias", 1),
                scalar("text_model.embeddings.position_ids", 0));
        assertEquals(tensors.shapes().shapes().keySet(), tensors.names());
        assertEquals(List.of(5L, 4L), tensors.shape(ParameterShapes.TOKEN_EMBEDDING));
        assertEquals(
                List.of(
                        "1 tensor of the weights is not part of this CLIP and not used, as in transformers: logit_bias"),
                tensors.warnings());
    }

    @Test
    void showsStoredAndExpectedNamesSideBySide() {
        String message = refusal(CONFIG, "module."::concat);
        assertTrue(message.contains("the names of tensors start with 'module.'"), message);
        assertTrue(message.contains("stored module.logit_scale, expected logit_scale"), message);
    }

    @Test
    void namesATensorThatIsThereTwice() {
        String message = refusal(CONFIG, name -> name, scalar("clip.logit_scale", 1));
        assertTrue(message.contains("the weights hold logit_scale twice"), message);
    }

    @Test
    void namesAnOverflowingScale() {
        String message = refusal(CONFIG, name -> name.equals("logit_scale") ? "x" : name, scalar("logit_scale", 89));
        assertTrue(message.contains("logit_scale is 89.0") && message.contains("overflows"), message);
    }

    @Test
    void countsLayersBeforeItListsTheirTensors() {
        String many = CONFIG.replaceFirst("\"num_hidden_layers\": 1", "\"num_hidden_layers\": 1000");
        String message = refusal(many, name -> name);
        assertTrue(
                message.contains(
                        "text_config.num_hidden_layers in config.json is 1000, but the weights hold 1 layer of that"),
                message);
        String unseen = assertTimeout(Duration.ofSeconds(5), () -> refusal(many, name -> "other/" + name.hashCode()));
        assertTrue(unseen.contains("tensors are missing"), unseen);
    }
}
