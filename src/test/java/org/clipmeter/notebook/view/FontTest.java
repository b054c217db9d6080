package org.clipmeter.notebook.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Font;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.plot.Grouping;
import org.clipmeter.plot.Plotted;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.plot.ScorePlots;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.style.XYStyler;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Tables, cards, pictures, progress and charts have one family of fonts, whatever the page's own is. */
class FontTest {
    private static final ScoreResult RESULT = Runs.of(List.of(Runs.scored(25), Runs.scored(26), Runs.scored(28)));
    private static final ScoreChart CHART = ScorePlots.box(List.of(new Plotted("sd", RESULT)), Grouping.RUN);

    @Test
    void everyHtmlIsInTheSansSerifFont() {
        FakeCell cell = new FakeCell();
        ProgressBar bar = new ProgressBar(cell);
        bar.update(1, 3);
        for (Output output : List.of(
                Views.table(Table.create(StringColumn.create("id", "a"))),
                Views.pictures(List.of(Map.entry(Path.of("nowhere.png"), "a caption"))),
                new Gallery("worst", List.of(), 5).output(() -> false),
                new TextBars(CHART, "no fonts").output(),
                Output.message("two\nlines"),
                cell.outputs().get(0))) {
            String html = String.valueOf(output.html());
            assertTrue(html.startsWith("<div style=\"font-family:sans-serif\">"), html);
            assertEquals(1, html.split("font-family", -1).length - 1, html);
        }
    }

    @Test
    void aMessageKeepsItsLines() {
        assertTrue(String.valueOf(Output.message("<two>\nlines").html()).contains("&lt;two&gt;<br>lines"));
    }

    @Test
    void chartsAreInTheSansSerifFont() {
        XYStyler styler = CHART.getStyler();
        for (Font font : List.of(
                styler.getChartTitleFont(),
                styler.getAxisTitleFont(),
                styler.getAxisTickLabelsFont(),
                styler.getLegendFont())) {
            assertEquals(Font.SANS_SERIF, font.getName());
        }
    }

    /** Another machine may lack the font that Java found here, and its page a size of 12 pixels. */
    @Test
    void theTextsOfADrawingNameTheSansSerifFontAndTheirSize() {
        String svg = String.valueOf(Views.drawing(CHART).svg());
        Matcher text = Pattern.compile("<text style=\"([^\"]*)\"").matcher(svg);
        int texts = 0;
        while (text.find()) {
            texts++;
            assertTrue(text.group(1).contains("&quot;,sans-serif;"), text.group(1));
            assertTrue(text.group(1).contains("font-size:12px;"), text.group(1));
        }
        assertTrue(texts > 0, svg);
    }
}
