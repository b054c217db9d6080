package org.clipmeter.model.clip;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.clipmeter.ChildJvm;
import org.clipmeter.GoldenFixtures;
import org.clipmeter.model.Similarity;
import org.clipmeter.weights.RandomCheckpoint;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The four architectures at full size, with random weights, each in a separate process. */
final class FullSizeIT {
    @ParameterizedTest
    @EnumSource(RandomCheckpoint.Architecture.class)
    void loadsAndScoresInAProcessOfItsOwn(RandomCheckpoint.Architecture architecture, @TempDir Path scratch)
            throws IOException, InterruptedException {
        GoldenFixtures golden = GoldenFixtures.orSkip();
        RandomCheckpoint.Format format = architecture == RandomCheckpoint.Architecture.L14
                ? RandomCheckpoint.Format.SAFETENSORS
                : RandomCheckpoint.Format.BIN; // the formats in the published repositories
        RandomCheckpoint.write(architecture, 7, scratch, format, golden.path("tokenizer_files"));
        Path log = scratch.resolve("log");
        String output = ChildJvm.output(ChildJvm.of(FullSizeIT.class, List.of("-Xmx1g"), scratch), log);
        assertTrue(output.contains("logits_per_image"), output);
        System.out.printf(Locale.ROOT, "full size %-8s %s%n", architecture, output.strip());
    }

    /** Loads the given folder, encodes two images and two texts, and prints time and peak memory. */
    public static void main(String[] arguments) throws IOException {
        long start = System.nanoTime();
        try (ClipModel model = ClipModel.load(Path.of(arguments[0]), "cpu")) {
            double loaded = (System.nanoTime() - start) / 1e9;
            int side = model.config().vision().imageSize();
            float[] grey = new float[3 * side * side];
            float[] ramp = new float[3 * side * side];
            for (int i = 0; i < ramp.length; i++) {
                ramp[i] = (i % side) / (float) side - 0.5f;
            }
            float[][] images = model.imageEmbeds(List.of(grey, ramp));
            float[][] texts = model.textEmbeds(List.of(
                    model.tokenizer().encode("a gray square").inputIds(),
                    model.tokenizer()
                            .encode("a photo of a ramp from left to right")
                            .inputIds()));
            double first = (System.nanoTime() - start) / 1e9;
            for (int i = 0; i < 2; i++) {
                double cosine = Similarity.cosine(images[i], texts[i]);
                if (!(Math.abs(cosine) <= 1 + 1e-6)) {
                    throw new IllegalStateException("cosine " + cosine);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d parameters, loaded in %.2f s, logits_per_image of 2 pairs after %.2f s, peak memory %s%n",
                    model.parameterCount(),
                    loaded,
                    first,
                    peakMemory());
        }
    }

    /** The process's peak memory, including mapped weights, if the system reports it. */
    private static String peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return "not told by this system";
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                return line.substring("VmHWM:".length()).strip();
            }
        }
        return "not told by this system";
    }
}
