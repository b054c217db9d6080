package org.clipmeter.result.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.ReferencePython;
import org.clipmeter.ScoreRun;
import org.clipmeter.Shapes;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.pairs.Images;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.Scored;
import org.clipmeter.shapes.ShapesModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NumPy and safetensors read exported embeddings, which are those that transformers computes for the same images and prompts. */
class EmbeddingFilesPythonIT {
    private static final double TOLERANCE = 2e-6; // on components of vectors of unit length, float32 in both

    @TempDir
    private Path scratch;

    @Test
    void numpyAndSafetensorsReadTheEmbeddingsOfTransformers() throws Exception {
        ReferencePython.requireTodaysReference();
        ScoreRun run = run();
        Path npy = scratch.resolve("uce.npy");
        Path tensors = scratch.resolve("uce.SAFETENSORS");
        Export.write(run, npy);
        Export.write(run, tensors);
        List<ScoreRow> scored = run.result().rows().stream()
                .filter(row -> row.outcome() instanceof Scored)
                .toList();
        List<String> arguments =
                new ArrayList<>(List.of(ShapesModel.folder().toString(), npy.toString(), tensors.toString()));
        scored.forEach(row -> arguments.add(
                row.pair().image().path() + "=" + row.pair().prompt().text()));
        JsonNode read = new JsonMapper()
                .readTree(ReferencePython.output(
                        ReferencePython.interpreter(),
                        EmbeddingFilesPythonIT.class,
                        "embeddings.py",
                        scratch,
                        arguments.toArray(String[]::new)));
        assertEquals(4, scored.size(), "of five images, one of which is no picture");
        assertTrue(read.get("images").asDouble() < TOLERANCE, read.get("images").toString());
        assertTrue(read.get("texts").asDouble() < TOLERANCE, read.get("texts").toString());
        assertEquals("[\"float32\",\"float32\"]", read.get("dtypes").toString());
        int width = run.imageEmbeds().width();
        assertEquals("[[4," + width + "],[4," + width + "]]", read.get("shapes").toString());
        assertTrue(read.get("contiguous").asBoolean() && read.get("same").asBoolean());
        assertEquals("[\"a\",\"b\",\"b\",\"=d\"]", read.at("/metadata/id").toString());
        assertEquals(
                "[\"a\",\"b\",\"b\",\"'=d\"]", read.get("ids").toString(), "a spreadsheet takes none for a formula");
        assertEquals("[0,1,2,4]", read.get("index").toString());
        for (String name : List.of("index", "image")) {
            assertEquals(
                    read.at("/metadata/" + name),
                    read.get(name.equals("image") ? "images_of_rows" : name),
                    "both files name the same rows");
        }
        assertEquals(
                "shapes", read.at("/metadata/clipmeter/runs/0/clip_model_name").asText());
        assertEquals(
                read.at("/metadata/clipmeter/runs"),
                new JsonMapper().readTree(Export.provenanceOf(npy).toFile()).get("runs"));
        for (int i = 0; i < scored.size(); i++) {
            double cosine = ((Scored) scored.get(i).outcome()).cosineSimilarity();
            assertEquals(cosine, read.get("cosines").get(i).asDouble(), 1e-6);
        }
    }

    /** Five images of four prompts: two of b, and that of c is no picture. */
    private ScoreRun run() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("a", "a red circle");
        texts.put("b", "a blue square");
        texts.put("c", "a green star");
        texts.put("=d", "two yellow triangles on a black background");
        List<Prompt> prompts = new ArrayList<>();
        texts.forEach((id, text) -> prompts.add(new Prompt(id, "own", text, List.of())));
        Path pictures = scratch.resolve("pictures");
        List<Prompt> drawable = new ArrayList<>(); // files are named after ids, so that "=d" is none
        texts.values().forEach(text -> drawable.add(new Prompt("p" + drawable.size(), "own", text, List.of())));
        Shapes.draw(new PromptSet("own", drawable, 4), pictures);
        List<Path> drawn;
        try (var files = Files.list(pictures)) {
            drawn = files.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .toList();
        }
        assertEquals(4, drawn.size());
        Path list = scratch.resolve("list.csv");
        Files.writeString(scratch.resolve("broken.png"), "not a picture");
        Files.writeString(
                list,
                "id,image\na," + drawn.get(0) + "\nb," + drawn.get(1) + "\nb," + drawn.get(2) + "\nc,broken.png\n=d,"
                        + drawn.get(3) + "\n");
        LoadOptions options = LoadOptions.defaults().withDevice("cpu").withCache(EmbeddingCache.off());
        try (ClipMeter clip = ClipMeter.load("shapes", options)) {
            return clip.score(Images.manifest(list), new PromptSet("own", prompts, 4));
        }
    }
}
