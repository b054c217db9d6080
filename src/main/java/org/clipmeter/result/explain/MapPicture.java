package org.clipmeter.result.explain;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.clipmeter.explain.PatchMap;
import org.clipmeter.image.RgbImage;
import org.clipmeter.plot.ChartColors;
import org.clipmeter.plot.ChartImages;
import org.clipmeter.plot.NoFontsException;
import org.clipmeter.preprocess.CropArea;

/**
 * A picture beside the same picture with maps over it, on a card of light gray that suits light and dark pages. Maps lie over
 * a pale gray copy: orange speaks for the text and blue against it. Between the centers of patches, values are
 * interpolated. What the model does not see has no color and lies outside a frame.
 */
final class MapPicture {
    private static final int LARGE = 256;
    private static final int SMALL = 152;
    private static final int FEW = 3;
    private static final int COLUMNS = 5;
    private static final int GAP = 12;
    private static final int LINE = 18;
    private static final int CORNER = 10;
    private static final int BAR = 14;
    private static final int BAR_LABELS = 62;
    private static final int SHORTEST_BAR = 48;
    private static final double STRONGEST = .85;
    private static final int LIGHTEST = 245;
    private static final double CONTRAST = .45;

    /** A map with what stands below it. */
    record Panel(String caption, PatchMap map) {}

    private final RgbImage picture;
    private final CropArea area;
    private final List<Panel> panels;
    private final boolean signed;
    private final double scale;
    private final int width;
    private final int height;

    private MapPicture(RgbImage picture, CropArea area, List<Panel> panels, boolean signed) {
        this.picture = picture;
        this.area = area;
        this.panels = panels;
        this.signed = signed;
        double largest = panels.stream()
                .mapToDouble(panel -> panel.map().largest())
                .max()
                .orElseThrow();
        this.scale = largest > 0 ? largest : 1;
        double edge = panels.size() <= FEW ? LARGE : SMALL;
        double factor = edge / Math.max(picture.width(), picture.height());
        this.width = Math.max(1, (int) Math.round(picture.width() * factor));
        this.height = Math.max(1, (int) Math.round(picture.height() * factor));
    }

    /**
     * Draws a picture and its maps. All maps share one scale of colors, which ends at their largest value.
     *
     * @param area the part of the picture that the patches cover
     * @param panels at least one
     * @param signed whether values below 0 have a meaning, and the scale has two sides
     * @throws NoFontsException if this Java has no fonts to draw text with
     */
    static BufferedImage of(RgbImage picture, CropArea area, List<Panel> panels, boolean signed)
            throws NoFontsException {
        MapPicture drawing = new MapPicture(picture, area, List.copyOf(panels), signed);
        return ChartImages.drawn(drawing::drawn);
    }

    private BufferedImage drawn() {
        int cells = panels.size() + 1;
        int columns = Math.min(COLUMNS, cells);
        int rows = (cells + columns - 1) / columns;
        int bar = Math.max(height, SHORTEST_BAR);
        BufferedImage card = new BufferedImage(
                GAP + columns * (width + GAP) + BAR + BAR_LABELS,
                GAP + Math.max(rows * (height + LINE + GAP), bar + GAP),
                BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = card.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(ChartColors.CARD);
            graphics.fill(new RoundRectangle2D.Double(0, 0, card.getWidth(), card.getHeight(), CORNER, CORNER));
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            for (int i = 0; i < cells; i++) {
                int left = GAP + i % columns * (width + GAP);
                int top = GAP + i / columns * (height + LINE + GAP);
                graphics.drawImage(
                        i == 0 ? original() : overlaid(panels.get(i - 1).map()), left, top, null);
                if (i > 0) {
                    frame(graphics, left, top);
                }
                String caption = i == 0 ? "the picture" : panels.get(i - 1).caption();
                graphics.setColor(ChartColors.INK);
                graphics.drawString(fitting(caption, graphics.getFontMetrics()), left, top + height + LINE - 4);
            }
            bar(graphics, GAP + columns * (width + GAP), bar);
        } finally {
            graphics.dispose();
        }
        return card;
    }

    private BufferedImage original() {
        BufferedImage panel = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                panel.setRGB(x, y, color(x, y).getRGB());
            }
        }
        return panel;
    }

    private BufferedImage overlaid(PatchMap map) {
        BufferedImage panel = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            double down = ((y + .5) * picture.height() / height - area.top()) / area.height();
            for (int x = 0; x < width; x++) {
                double across = ((x + .5) * picture.width() / width - area.left()) / area.width();
                boolean seen = down >= 0 && down < 1 && across >= 0 && across < 1;
                double value = seen ? interpolated(map, down, across) / scale : 0;
                panel.setRGB(x, y, tinted(pale(color(x, y)), value).getRGB());
            }
        }
        return panel;
    }

    /** The mean color of the picture's pixels below a pixel of a panel. */
    private Color color(int x, int y) {
        int top = (int) ((long) y * picture.height() / height);
        int bottom = Math.max(top + 1, (int) ((y + 1L) * picture.height() / height));
        int left = (int) ((long) x * picture.width() / width);
        int right = Math.max(left + 1, (int) ((x + 1L) * picture.width() / width));
        long[] sums = new long[3];
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                for (int c = 0; c < 3; c++) {
                    sums[c] += picture.rgb()[3 * (row * picture.width() + column) + c] & 255;
                }
            }
        }
        long count = (long) (bottom - top) * (right - left);
        return new Color((int) (sums[0] / count), (int) (sums[1] / count), (int) (sums[2] / count));
    }

    /** A gray so light that colors over it stay visible. */
    private static Color pale(Color color) {
        double gray = .299 * color.getRed() + .587 * color.getGreen() + .114 * color.getBlue();
        int level = (int) (LIGHTEST - CONTRAST * (255 - gray));
        return new Color(level, level, level);
    }

    private static Color tinted(Color under, double value) {
        Color over = value >= 0 ? ChartColors.VERMILION : ChartColors.BLUE;
        double share = STRONGEST * Math.min(1, Math.abs(value));
        return new Color(
                mixed(under.getRed(), over.getRed(), share),
                mixed(under.getGreen(), over.getGreen(), share),
                mixed(under.getBlue(), over.getBlue(), share));
    }

    private static int mixed(int under, int over, double share) {
        return (int) Math.round(under + share * (over - under));
    }

    private static double interpolated(PatchMap map, double down, double across) {
        double y = Math.min(map.side() - 1.0, Math.max(0, down * map.side() - .5));
        double x = Math.min(map.side() - 1.0, Math.max(0, across * map.side() - .5));
        int row = (int) y;
        int column = (int) x;
        int nextRow = Math.min(map.side() - 1, row + 1);
        int nextColumn = Math.min(map.side() - 1, column + 1);
        double upper = map.at(row, column) + (x - column) * (map.at(row, nextColumn) - map.at(row, column));
        double lower = map.at(nextRow, column) + (x - column) * (map.at(nextRow, nextColumn) - map.at(nextRow, column));
        return upper + (y - row) * (lower - upper);
    }

    /** Frames the part that the model sees. */
    private void frame(Graphics2D graphics, int left, int top) {
        int x = left + onPanel(area.left(), picture.width(), width);
        int y = top + onPanel(area.top(), picture.height(), height);
        graphics.setColor(ChartColors.INK);
        graphics.drawRect(
                x,
                y,
                left + onPanel(area.right(), picture.width(), width) - x - 1,
                top + onPanel(area.bottom(), picture.height(), height) - y - 1);
    }

    private static int onPanel(double place, int pixels, int panel) {
        return (int) Math.round(Math.min(1, Math.max(0, place / pixels)) * panel);
    }

    private String fitting(String caption, FontMetrics font) {
        String text = caption;
        for (int length = caption.length() - 1; font.stringWidth(text) > width && length > 0; length--) {
            text = caption.substring(0, length).stripTrailing() + "…";
        }
        return text;
    }

    private void bar(Graphics2D graphics, int left, int length) {
        double bottom = signed ? -1 : 0;
        Color under = pale(Color.GRAY);
        for (int y = 0; y < length; y++) {
            graphics.setColor(tinted(under, 1 - (1 - bottom) * y / (length - 1)));
            graphics.fillRect(left, GAP + y, BAR, 1);
        }
        graphics.setColor(ChartColors.INK);
        graphics.drawRect(left, GAP, BAR - 1, length - 1);
        label(graphics, left, 0, scale);
        label(graphics, left, length, bottom * scale);
        if (signed) {
            label(graphics, left, length / 2, 0);
        }
    }

    private void label(Graphics2D graphics, int left, int down, double value) {
        String number = value == 0 ? "0" : String.format(Locale.ROOT, scale < .001 ? "%+.1e" : "%+.3f", value);
        int baseline = Math.max(GAP + 10, Math.min(GAP + down, GAP + down + 4));
        graphics.drawString(number, left + BAR + 4, baseline);
    }
}
