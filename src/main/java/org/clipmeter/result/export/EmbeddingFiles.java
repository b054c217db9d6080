package org.clipmeter.result.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.clipmeter.files.ExportFile;
import org.clipmeter.files.NpyFile;
import org.clipmeter.score.Embeds;
import org.clipmeter.score.RunEmbeds;
import org.clipmeter.table.ScoreTable;
import org.clipmeter.table.TableText;
import org.clipmeter.weights.NamedTensor;
import org.clipmeter.weights.SafetensorsWriter;
import org.clipmeter.weights.file.DType;

/** Writes the embeddings of a run to files for NumPy and PyTorch. */
final class EmbeddingFiles {
    private static final JsonMapper JSON = new JsonMapper();

    private EmbeddingFiles() {}

    static void write(RunEmbeds embeds, Path file, String ending, Provenance provenance) throws IOException {
        Embeds images = embeds.images();
        Embeds texts = embeds.texts();
        if (ending.equals(".npy")) {
            NpyFile.write(file, images.vectors(), images.width());
            NpyFile.write(Export.textsOf(file), texts.vectors(), texts.width());
            ExportFile.write(Export.idsOf(file), TableText.csv(ScoreTable.embedded(images)));
            ExportFile.write(Export.provenanceOf(file), provenance.json() + "\n");
            return;
        }
        Map<String, String> beside = new LinkedHashMap<>();
        beside.put("clipmeter", provenance.json());
        beside.put("index", json(images, Embeds.Row::index));
        beside.put("id", json(images, Embeds.Row::id));
        beside.put("image", json(images, Embeds.Row::image));
        List<NamedTensor> tensors = List.of(tensor("image_embeds", images), tensor("text_embeds", texts));
        SafetensorsWriter.write(file, tensors, DType.F32, beside);
    }

    private static String json(Embeds embeds, Function<Embeds.Row, Object> part) throws IOException {
        return JSON.writeValueAsString(embeds.rows().stream().map(part).toList());
    }

    private static NamedTensor tensor(String name, Embeds embeds) {
        FloatBuffer values =
                FloatBuffer.allocate(Math.multiplyExact(embeds.rows().size(), embeds.width()));
        for (float[] vector : embeds.vectors()) {
            values.put(vector);
        }
        return new NamedTensor(name, List.of((long) embeds.rows().size(), (long) embeds.width()), values.flip());
    }
}
