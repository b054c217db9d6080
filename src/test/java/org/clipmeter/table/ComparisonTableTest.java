package org.clipmeter.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.clipmeter.compare.PairedComparison;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ComparisonTableTest {
    private static Table table(int n) {
        List<Prompt> prompts =
                IntStream.range(0, n).mapToObj(i -> Runs.prompt("p" + i)).toList();
        List<Outcome> sd = IntStream.range(0, n).mapToObj(i -> Runs.scored(20)).toList();
        List<Outcome> uce =
                IntStream.range(0, n).mapToObj(i -> Runs.scored(18 - 0.1 * i)).toList();
        ScoreResult baseline = Runs.of("m", prompts, sd);
        return ComparisonTable.of(List.of(new ComparisonTable.Entry(
                "uce", PairedComparison.of("sd", baseline, "uce", Runs.of("m", prompts, uce)))));
    }

    @Test
    void onePromptHasNoIntervalAndNoSmallestDelta() {
        Table table = table(1);
        for (String column : List.of("mean_low", "mean_high", "delta_low", "delta_high", "smallest_delta")) {
            assertTrue(table.doubleColumn(column).isMissing(0), column);
        }
        assertEquals("-2.0000", table.getString(0, "delta"));
    }

    /** The p-value of 40 changes in one direction is 2 / 2^40. */
    @Test
    void aSmallProbabilityIsShownByItsPowerOfTen() {
        assertEquals("1.8e-12", table(40).getString(0, "wilcoxon_p"));
        assertEquals("1.0000", table(1).getString(0, "wilcoxon_p"));
    }
}
