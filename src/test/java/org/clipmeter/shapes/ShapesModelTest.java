package org.clipmeter.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.evaluation.ClipEncoder;
import org.clipmeter.shapes.evaluation.Evaluation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShapesModelTest {
    @TempDir
    Path cache;

    /** This seed was used neither in training nor for the model card. */
    @Test
    void knowsColorAndShapeOfFreshRenderings() throws IOException {
        try (ClipModel model = ClipModel.load(ShapesModel.folder("shapes", cache), "cpu")) {
            for (int pixels : new int[] {64, 256}) {
                Map<String, Double> accuracies = Evaluation.levelOne(new ClipEncoder(model), 31_415, 300, pixels);
                assertTrue(accuracies.getOrDefault("level 1: color of 8", 0.) >= .97, accuracies::toString);
                assertTrue(accuracies.getOrDefault("level 1: shape of 6", 0.) >= .97, accuracies::toString);
            }
        }
    }

    @Test
    void staysBelowEightMegabytes() throws IOException {
        long size = 0;
        for (String name : ShapesModel.resources("shapes").keySet()) {
            size += Files.size(ShapesModel.folder("shapes", cache).resolve(name));
        }
        assertTrue(size < 8_000_000, "size " + size);
    }

    @Test
    void repairsADamagedCopyAndKeepsAGoodOne() throws IOException {
        Path folder = ShapesModel.folder("shapes", cache);
        Path weights = folder.resolve("model.safetensors");
        byte[] good = Files.readAllBytes(weights);
        byte[] bad = good.clone();
        bad[bad.length - 1] ^= 1;
        Files.write(weights, bad);
        Files.delete(folder.resolve("config.json"));
        FileTime old = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(folder.resolve("vocab.json"), old);

        assertEquals(folder, ShapesModel.folder("shapes", cache));
        assertEquals(-1, Files.mismatch(weights, Files.write(cache.resolve("good"), good)));
        assertTrue(Files.exists(folder.resolve("config.json")));
        assertEquals(old, Files.getLastModifiedTime(folder.resolve("vocab.json")));
        try (var files = Files.list(folder)) {
            assertEquals(ShapesModel.resources("shapes").size(), files.count(), "no temporary file is left");
        }
    }
}
