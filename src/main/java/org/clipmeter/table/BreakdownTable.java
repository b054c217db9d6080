package org.clipmeter.table;

import java.util.List;
import org.clipmeter.compare.Subgroup;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Comparisons over groups of prompts, as a table. */
public final class BreakdownTable {
    private BreakdownTable() {}

    /** A group of prompts in the comparison of a named run with the baseline. */
    public record Entry(String run, Subgroup subgroup) {}

    /**
     * A row for each group of each run: {@code run}, {@code group}, then the columns of {@link ComparisonTable#of} over the prompts
     * of the group, except those of images without a score. {@code wilcoxon_p_holm} is adjusted for all rows.
     */
    public static Table of(List<Entry> entries) {
        Table table = ComparisonTable.of(entries.stream()
                .map(entry ->
                        new ComparisonTable.Entry(entry.run(), entry.subgroup().comparison()))
                .toList());
        StringColumn group = StringColumn.create("group");
        entries.forEach(entry -> group.append(entry.subgroup().group()));
        table.insertColumn(1, group);
        table.removeColumns("failed", "baseline_failed");
        table.setName("breakdown");
        return table;
    }
}
