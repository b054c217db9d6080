package org.clipmeter.plot;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.knowm.xchart.internal.chartpart.IChart;

/** Draws charts as PNG or SVG. */
public final class ChartImages {
    private static final int DENSITY = 2;

    /**
     * The font of a text: by its name, which another machine may not know, and without its size if that is 12, which a page
     * does not take as its standard.
     */
    private static final Pattern FONT = Pattern.compile("font-family:(&quot;[^&;]*&quot;);(font-size:[^;]*;)?");

    private ChartImages() {}

    /**
     * Draws a chart as PNG with twice the chart's width and height in pixels; show it at the chart's size, so that it
     * is sharp on dense screens. What the chart leaves free is transparent.
     *
     * @throws NoFontsException if this Java has no fonts to draw text with
     */
    public static byte[] png(IChart chart) throws IOException, NoFontsException {
        return png(chart, ChartImages::render);
    }

    /**
     * Draws a chart as SVG, which suits charts with few points, since each point is a separate element.
     *
     * @throws NoFontsException if this Java has no fonts to measure text with
     */
    public static String svg(IChart chart) throws IOException, NoFontsException {
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        try {
            VectorGraphics2D graphics = new VectorGraphics2D();
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
            PageSize page = new PageSize(0, 0, chart.getWidth(), chart.getHeight());
            Processors.get("svg").getDocument(graphics.getCommands(), page).writeTo(svg);
        } catch (Error | RuntimeException e) {
            if (aboutFonts(e)) {
                throw new NoFontsException(e);
            }
            throw e;
        }
        return FONT.matcher(svg.toString(StandardCharsets.UTF_8))
                .replaceAll(font -> "font-family:" + font.group(1) + ",sans-serif;"
                        + (font.group(2) == null ? "font-size:12px;" : font.group(2)));
    }

    /**
     * What {@code drawing} draws.
     *
     * @throws NoFontsException if this Java has no fonts to draw text with
     */
    public static BufferedImage drawn(Supplier<BufferedImage> drawing) throws NoFontsException {
        try {
            return drawing.get();
        } catch (Error | RuntimeException e) {
            if (aboutFonts(e)) {
                throw new NoFontsException(e);
            }
            throw e;
        }
    }

    /** Draws a chart. */
    @FunctionalInterface
    interface Renderer {
        BufferedImage render(IChart chart);
    }

    static byte[] png(IChart chart, Renderer renderer) throws IOException, NoFontsException {
        return IndexedPng.of(drawn(() -> renderer.render(chart)));
    }

    private static BufferedImage render(IChart chart) {
        int width = chart.getWidth();
        int height = chart.getHeight();
        BufferedImage image = new BufferedImage(width * DENSITY, height * DENSITY, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(DENSITY, DENSITY);
            chart.paint(graphics, width, height);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    /** Without fonts, Java first fails with "Fontconfig head is null", and from then on with a missing class. */
    private static boolean aboutFonts(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause);
            if (text.contains("Fontconfig")
                    || text.contains("sun.font.")
                    || text.contains("sun/font/")
                    || text.contains("FontManager")) {
                return true;
            }
        }
        return false;
    }
}
