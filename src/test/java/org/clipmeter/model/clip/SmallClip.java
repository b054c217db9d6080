package org.clipmeter.model.clip;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.weights.NamedTensor;
import org.clipmeter.weights.SafetensorsWriter;
import org.clipmeter.weights.file.DType;

/** Writes small CLIPs with random weights that read texts and prepare images as {@code shapes} does. */
public final class SmallClip {
    private SmallClip() {}

    /**
     * Writes a checkpoint into an empty folder.
     *
     * @param imageSize of the model's input
     * @param patchSize which need not divide it
     * @param layers of the vision tower
     */
    public static Path write(Path folder, int imageSize, int patchSize, int layers) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(ShapesModel.folder(), "*.{json,txt}")) {
            for (Path file : files) {
                Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
            }
        }
        Files.writeString(
                folder.resolve("preprocessor_config.json"),
                Files.readString(folder.resolve("preprocessor_config.json"))
                        .replaceAll("\\b64\\b", Integer.toString(imageSize)));
        Files.writeString(folder.resolve("config.json"), """
                {"architectures": ["CLIPModel"], "model_type": "clip", "projection_dim": 8,
                 "text_config": {"hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 1,
                  "num_attention_heads": 2, "vocab_size": 744, "max_position_embeddings": 32,
                  "bos_token_id": 742, "eos_token_id": 743, "pad_token_id": 743},
                 "vision_config": {"hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": %d,
                  "num_attention_heads": 2, "image_size": %d, "patch_size": %d}}""".formatted(layers, imageSize, patchSize));
        Random random = new Random(layers);
        List<NamedTensor> tensors = new ArrayList<>();
        ClipConfig config =
                ConfigReader.read(CheckpointFolder.open(folder).config()).config();
        for (Map.Entry<String, List<Long>> entry :
                ClipTensors.shapes(config).shapes().entrySet()) {
            float[] values = new float[Math.toIntExact(entry.getValue().stream().reduce(1L, (a, b) -> a * b))];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            if (entry.getKey().equals("logit_scale")) {
                values[0] = (float) Math.log(100);
            }
            tensors.add(NamedTensor.of(entry.getKey(), entry.getValue(), values));
        }
        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, DType.F32);
        return folder;
    }
}
