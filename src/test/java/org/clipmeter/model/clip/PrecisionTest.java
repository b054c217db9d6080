package org.clipmeter.model.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.ScoreRun;
import org.clipmeter.Shapes;
import org.clipmeter.pairs.Images;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.shapes.ShapesPrompts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrecisionTest {
    @TempDir
    private static Path folder;

    @Test
    void theMeanOf300PairsInBfloat16IsThatOfFloat32Within5Hundredths() throws IOException {
        PromptSet prompts = ShapesPrompts.load();
        List<Path> drawn = Shapes.draw(prompts, folder);
        assertEquals(300, drawn.size());
        ScoreRun full = score("fp32", prompts);
        ScoreRun half = score("bf16", prompts);
        double delta = half.value() - full.value();
        System.out.printf(
                Locale.ROOT, "value of 300 pairs: fp32 %.4f, bf16 %.4f (%+.4f)%n", full.value(), half.value(), delta);
        assertTrue(Math.abs(delta) <= 0.05, "fp32 " + full.value() + ", bf16 " + half.value());
        assertTrue(delta != 0, "bf16 gave the very mean of fp32: it was not used");
    }

    private static ScoreRun score(String precision, PromptSet prompts) throws IOException {
        LoadOptions options = LoadOptions.defaults().withDevice("cpu").withPrecision(precision);
        try (ClipMeter meter = ClipMeter.load("shapes", options)) {
            assertEquals(precision, meter.info().precision());
            return meter.score(Images.in(folder.toString()), prompts);
        }
    }
}
