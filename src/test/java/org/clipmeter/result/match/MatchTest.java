package org.clipmeter.result.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.Shapes;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.match.MatchCell;
import org.clipmeter.match.ModelMatch;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.Scored;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchTest {
    private static final List<String> TEXTS = List.of("a red circle", "a blue square", "a green star");

    @TempDir
    private Path folder;

    @BeforeEach
    void drawTwoPictures() throws Exception {
        List<Prompt> prompts = List.of(
                new Prompt("a", "own", TEXTS.get(0), List.of()), new Prompt("b", "own", TEXTS.get(1), List.of()));
        Shapes.draw(new PromptSet("own", prompts, 2), folder);
    }

    @Test
    void theFittingTextComesFirstAndTheSharesAreTheSoftmaxOfTheLogits() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
        Match match;
        try (ClipMeter clip = ClipMeter.load("shapes", LoadOptions.defaults().withCache(EmbeddingCache.off()))) {
            match = Match.of(clip, List.of(folder.resolve("a.png"), folder.resolve("b.png"), broken), TEXTS);
        }
        List<MatchCell> cells = match.models().get(0).cells();
        assertEquals(9, cells.size());
        for (int image = 0; image < 2; image++) {
            double sum = 0;
            double[] powers = new double[3];
            for (int text = 0; text < 3; text++) {
                MatchCell cell = cells.get(3 * image + text);
                assertEquals(TEXTS.get(text), cell.text());
                powers[text] = Math.exp(((Scored) cell.outcome()).logitsPerImage());
                sum += powers[text];
            }
            for (int text = 0; text < 3; text++) {
                Double softmax = cells.get(3 * image + text).softmax();
                assertEquals(powers[text] / sum, softmax == null ? Double.NaN : softmax, 1e-12);
            }
            assertTrue(
                    powers[image] > 0.5 * sum,
                    "the picture's own text: " + match.table().print());
        }
        assertNull(cells.get(8).softmax());
        assertEquals(6, match.overview().evaluated());
        String text = match.summary().text();
        assertTrue(text.contains("a.png: 'a red circle': logits_per_image"), text);
        assertTrue(text.contains("broken.png: "), text);
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        List<Path> one = List.of(folder.resolve("a.png"));
        assertThrows(InvalidRequestException.class, () -> ModelMatch.check(one, List.of("a cat", "a dog", "a cat")));
        assertThrows(InvalidRequestException.class, () -> Match.joined(List.of(), List.of()));
        assertThrows(
                InvalidRequestException.class, () -> Match.joined(List.of(Matches.of(2), Matches.of(3)), List.of()));
    }
}
