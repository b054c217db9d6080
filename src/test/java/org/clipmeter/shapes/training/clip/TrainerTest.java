package org.clipmeter.shapes.training.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.clipmeter.ChildJvm;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.shapes.ShapesVocabulary;
import org.clipmeter.shapes.training.AdamW;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainerTest {
    private static final Pattern NUMBERS = Pattern.compile("[,\\s\\[\\]]+");

    @TempDir
    Path folder;

    @Test
    void lowersEveryLossOnABatchThatItSeesAgainAndAgain() throws IOException, InterruptedException {
        List<String> lines = trial("losses");
        List<Double> first = numbers(lines.get(0));
        List<Double> last = numbers(lines.get(1));
        assertEquals(Losses.NAMES.size(), first.size());
        for (int i = 0; i < first.size(); i++) {
            String name = Losses.NAMES.get(i);
            assertTrue(last.get(i) < .9 * first.get(i), name + " went from " + first.get(i) + " to " + last.get(i));
        }
    }

    @Test
    void writesAModelThatEncodesAsTheNetworkInTrainingDoes() throws IOException, InterruptedException {
        for (String line : trial("difference", folder.toString())) {
            // float32 sums are in a different order; embeddings have length 1
            assertTrue(Double.parseDouble(line) < 2e-5, line);
        }
    }

    @Test
    void goesOnFromItsStateAsIfItHadNeverStopped() throws IOException, InterruptedException {
        for (String line : trial("restart", folder.toString())) {
            assertEquals(0, Double.parseDouble(line), "the largest difference of a parameter");
        }
    }

    @Test
    void namesThePlansIfAModelIsUnknown() {
        InvalidRequestException refused = assertThrows(InvalidRequestException.class, () -> Plan.of("shape"));
        assertTrue(String.valueOf(refused.getMessage()).contains("shapes, shapes-small, shapes-bag"));
    }

    @Test
    void neverShowsPairsToTheModelThatReadsBagsOfWords() {
        for (Phase phase : Plan.of("shapes-bag").phases()) {
            assertEquals(0, phase.level().pairs(), phase.name());
        }
    }

    @Test
    void letsTheLearningRateRiseAndFall() {
        assertEquals(1e-3 / 200, AdamW.learningRate(1e-3, 0, 4000), 1e-9);
        assertEquals(1e-3, AdamW.learningRate(1e-3, 200, 4000), 1e-5);
        assertEquals(5e-4, AdamW.learningRate(1e-3, 2000, 4000), 1e-9);
        assertEquals(0, AdamW.learningRate(1e-3, 3999, 4000), 1e-8);
    }

    @Test
    void decaysTheMatricesWhichComeFirst() {
        ParameterTable table = new ParameterTable(
                Plan.of("shapes").architecture(), ShapesVocabulary.ofTheWorld().size());
        boolean decays = true;
        for (ParameterTable.Entry entry : table.entries()) {
            assertTrue(decays || !entry.decays(), entry.name());
            decays = entry.decays();
        }
        assertEquals(table.size(), table.initial(1).length);
        assertTrue(table.decayedSize() < table.size());
    }

    private static List<Double> numbers(String line) {
        return NUMBERS.splitAsStream(line)
                .filter(word -> !word.isEmpty())
                .map(Double::valueOf)
                .toList();
    }

    /** One thread is enough for this, and must be requested before the engine starts. */
    private static List<String> trial(String... arguments) throws IOException, InterruptedException {
        Process process = ChildJvm.of(
                        TrainingTrial.class, List.of("-Xmx512m", "-Dai.djl.pytorch.num_threads=1"), (Object[])
                                arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        List<String> lines = output.lines().toList();
        assertEquals(2, lines.size(), output);
        return lines;
    }
}
