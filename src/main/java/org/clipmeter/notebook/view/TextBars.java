package org.clipmeter.notebook.view;

import java.util.List;
import org.clipmeter.plot.ScoreChart;
import org.knowm.xchart.internal.chartpart.Chart;

/** A chart's figures as bars of text, for a Java that can't draw the chart. */
final class TextBars {
    private static final int WIDTH = 40;

    private final Chart<?, ?> chart;
    private final String advice;

    TextBars(Chart<?, ?> chart, String advice) {
        this.chart = chart;
        this.advice = advice;
    }

    Output output() {
        List<ScoreChart.Bar> bars = chart instanceof ScoreChart ours ? ours.bars() : List.of();
        String title = Views.title(chart);
        StringBuilder plain = new StringBuilder(title);
        StringBuilder html = new StringBuilder("<div><strong>")
                .append(Html.escape(title))
                .append("</strong></div><table style=\"border-collapse:collapse;background:transparent\">");
        int widest = bars.stream().mapToInt(bar -> bar.label().length()).max().orElse(0);
        for (ScoreChart.Bar bar : bars) {
            String length = "█".repeat((int) Math.round(bar.share() * WIDTH));
            plain.append('\n')
                    .append(" ".repeat(widest - bar.label().length()))
                    .append(bar.label())
                    .append("  ")
                    .append(length)
                    .append(length.isEmpty() ? "" : " ")
                    .append(bar.value());
            html.append("<tr><td align=\"right\" style=\"text-align:right;padding:.15em .6em\">")
                    .append(Html.escape(bar.label()))
                    .append("</td><td align=\"left\" style=\"text-align:left;padding:.15em .6em\">")
                    .append(length)
                    .append(' ')
                    .append(Html.escape(bar.value()))
                    .append("</td></tr>");
        }
        html.append("</table><div>").append(Html.escape(advice)).append("</div>");
        return Output.of(plain.append('\n').append(advice).toString(), html.toString());
    }
}
