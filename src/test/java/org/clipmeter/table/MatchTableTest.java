package org.clipmeter.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.clipmeter.match.MatchCell;
import org.clipmeter.match.ModelMatch;
import org.clipmeter.model.Similarity;
import org.clipmeter.score.Failed;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.Runs;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class MatchTableTest {
    private static final ModelInfo SIGLIP =
            new ModelInfo("siglip", "sha256 1", "cpu", "fp32", "squash", 1, Similarity.SIGLIP_LOGIT);

    @Test
    void theScoresOfTwoFamiliesStandInColumnsOfTheirOwn() {
        Table table = MatchTable.of(List.of(clip(), siglip()));
        assertEquals(
                List.of(
                        "image",
                        "text",
                        "logits_per_image",
                        "siglip_logit",
                        "cosine_similarity",
                        "softmax",
                        "probability",
                        "model",
                        "status",
                        "tokens",
                        "truncated"),
                table.columnNames());
        assertEquals(22.5, table.doubleColumn("logits_per_image").get(0));
        assertTrue(table.doubleColumn("logits_per_image").isMissing(1), table.print());
        assertTrue(table.doubleColumn("siglip_logit").isMissing(0), table.print());
        assertEquals(-3.5, table.doubleColumn("siglip_logit").get(1));
        assertTrue(table.doubleColumn("softmax").isMissing(1), table.print());
        assertEquals(0.03, table.doubleColumn("probability").get(1));
    }

    @Test
    void oneFamilyHasItsOwnColumnsOnlyEvenIfNothingHasAScore() {
        MatchCell failed =
                new MatchCell(Path.of("a.png"), "a cat", new Failed("missing", "gone"), null, null, 4, false);
        assertEquals(
                List.of("image", "text", "siglip_logit", "cosine_similarity", "probability"),
                MatchTable.of(List.of(new ModelMatch(SIGLIP, List.of(failed))))
                        .columnNames()
                        .subList(0, 5));
        assertEquals(
                List.of("image", "text", "logits_per_image", "cosine_similarity", "softmax"),
                MatchTable.of(List.of(new ModelMatch(Runs.MODEL, List.of(failed))))
                        .columnNames()
                        .subList(0, 5));
    }

    private static ModelMatch clip() {
        return new ModelMatch(
                Runs.MODEL, List.of(new MatchCell(Path.of("a.png"), "a cat", Runs.scored(22.5), 1.0, null, 4, false)));
    }

    private static ModelMatch siglip() {
        return new ModelMatch(
                SIGLIP, List.of(new MatchCell(Path.of("a.png"), "a cat", Runs.scored(-3.5), null, 0.03, 64, false)));
    }
}
