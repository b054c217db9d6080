package org.clipmeter.plot;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.compare.Mean;

/** Charts of what an edit did to a model. */
public final class EditPlots {
    private static final int LONGEST = 60;

    private EditPlots() {}

    /**
     * A matrix and how much it changed.
     *
     * @param matrix its name
     * @param relative the Frobenius norm of the change, relative to that of the matrix
     */
    public record Change(String matrix, double relative) {}

    /** A bar for each matrix, with at least one matrix. */
    public static ScoreChart changes(List<Change> changes) {
        int n = changes.size();
        List<String> labels = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Change change : changes) {
            labels.add(ChartFrame.shortened(change.matrix(), LONGEST));
            texts.add(ChartFrame.fixed("%.3f", change.relative()));
        }
        ScoreChart chart = ChartFrame.of(
                "Change of the model, n = " + n + (n == 1 ? " matrix" : " matrices"),
                "Frobenius norm of the change, relative to that of the matrix",
                "",
                ChartFrame.bars(
                        labels, changes.stream().mapToDouble(Change::relative).toArray(), texts));
        List<ScoreChart.RowLabel> rows = new ArrayList<>();
        double most = 0;
        for (int i = 0; i < n; i++) {
            rows.add(Rows.label(labels.get(i) + ": " + texts.get(i), n - i));
            Rows.bar(chart, new Mean(changes.get(i).relative(), 1, null), 0, n - i);
            most = Math.max(most, changes.get(i).relative());
        }
        chart.labelled(rows);
        Rows.rows(chart, n);
        ChartFrame.xRange(chart, 0, most == 0 ? 1 : 1.04 * most);
        return chart;
    }
}
