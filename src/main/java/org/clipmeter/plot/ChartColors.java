package org.clipmeter.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.style.AxesChartStyler;

/**
 * Colors that color-blind readers can distinguish (Okabe and Ito 2008), on a card of light gray. A notebook may be light
 * or dark, and no color has enough contrast with both, so a chart brings its own background. Bright colors are darkened
 * until they stand out from the card by 3 to 1, which WCAG 2.2 asks of the parts of a graphic.
 */
public final class ChartColors {
    public static final Color BLUE = new Color(0x0072B2);
    public static final Color VERMILION = new Color(0xD55E00);
    public static final Color INK = new Color(0x222222);
    public static final Color CARD = new Color(0xE6E6E6);
    static final Color GRID = Color.WHITE;
    static final Color GRAY = new Color(0xC4C4C4);
    static final Color LIGHT_BLUE = pale(BLUE);

    private static final Color NONE = new Color(0, 0, 0, 0);

    /** Yellow is left out: darkened, it would look like the orange. */
    private static final Color[] SERIES = {
        BLUE,
        VERMILION,
        new Color(0x00956C),
        new Color(0xB46A93),
        new Color(0xAC7700),
        new Color(0x4189B1),
        new Color(0x444444)
    };

    private static final float[][] DASHES = {{1}, {9, 4}, {3, 3}, {9, 3, 3, 3}, {14, 4}, {6, 2}, {2, 5}};

    private ChartColors() {}

    /** The color of the n-th run. */
    static Color series(int n) {
        return SERIES[n % SERIES.length];
    }

    /** The line of the n-th run, whose dashes distinguish it even without color. */
    static BasicStroke stroke(int n) {
        return dashed(2.2f, n % DASHES.length == 0 ? null : DASHES[n % DASHES.length]);
    }

    static BasicStroke dashed(float width, float @Nullable [] dashes) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, dashes, 0);
    }

    /** A paler shade of a color, for areas. */
    static Color pale(Color color) {
        return new Color(
                (color.getRed() + 2 * CARD.getRed()) / 3,
                (color.getGreen() + 2 * CARD.getGreen()) / 3,
                (color.getBlue() + 2 * CARD.getBlue()) / 3);
    }

    static void apply(AxesChartStyler styler) {
        styler.setChartBackgroundColor(NONE);
        styler.setPlotBackgroundColor(NONE);
        styler.setPlotBorderVisible(false);
        styler.setChartFontColor(INK);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        styler.setChartTitleBoxVisible(false);
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setAxisTickLabelsColor(INK);
        styler.setAxisTickMarksColor(INK);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1f));
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setLegendBorderColor(NONE);
        styler.setLegendBackgroundColor(NONE);
        styler.setAntiAlias(true);
        styler.setTextAntiAlias(true);
        styler.setChartPadding(12);
    }
}
