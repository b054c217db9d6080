package org.clipmeter.result.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.ReferencePython;
import org.clipmeter.Shapes;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.match.MatchCell;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.Scored;
import org.clipmeter.shapes.ShapesModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the logits of a match with those of transformers. */
class MatchPythonIT {
    private static final double TOLERANCE = 2e-4; // on logits of about 10 to 30, float32 in both

    @TempDir
    private Path scratch;

    @Test
    void givesTheLogitsThatTransformersGives() throws Exception {
        ReferencePython.requireTodaysReference();
        List<String> texts = List.of("a red circle", "a blue square", "two green stars on a white background");
        List<Prompt> prompts = List.of(
                new Prompt("a", "own", texts.get(0), List.of()), new Prompt("b", "own", texts.get(1), List.of()));
        Shapes.draw(new PromptSet("own", prompts, 2), scratch.resolve("pictures"));
        List<Path> images;
        try (Stream<Path> files = Files.list(scratch.resolve("pictures"))) {
            images = files.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .toList();
        }
        List<JsonNode> expected = ReferencePython.logitsPerImage(ShapesModel.folder(), images, texts, scratch);
        LoadOptions options = LoadOptions.defaults().withDevice("cpu").withCache(EmbeddingCache.off());
        try (ClipMeter clip = ClipMeter.load("shapes", options)) {
            List<MatchCell> cells =
                    Match.of(clip, images, texts).models().get(0).cells();
            assertEquals(6, cells.size());
            for (int i = 0; i < cells.size(); i++) {
                double logit = ((Scored) cells.get(i).outcome()).logitsPerImage();
                assertEquals(
                        expected.get(i / 3).get(i % 3).asDouble(),
                        logit,
                        TOLERANCE,
                        cells.get(i).text());
            }
        }
    }
}
