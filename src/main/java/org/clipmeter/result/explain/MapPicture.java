package org.clipmeter.result.explain;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.clipmeter.explain.ExplainedImage;
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
    private static final int LARGE = 224;
    private static final int SMALL = 152;
    private static final int FEW = 3;
    private static final int COLUMNS = 5;

    /** A very thin picture still has room for its map and for what stands below. */
    private static final int THINNEST = 8;

    private static final int NARROWEST = 104;
    private static final int GAP = 12;
    private static final int LINE = 18;
    private static final int BAR = 14;
    private static final int BAR_LABELS = 72;
    private static final int SHORTEST_BAR = 48;
    private static final double STRONGEST = .85;
    private static final int LIGHTEST = 245;
    private static final double CONTRAST = .45;

    /** A map with what stands below it. */
    record Panel(String caption, PatchMap map) {}

    private final ExplainedImage image;
    private final List<Panel> panels;
    private final MapScale scale;
    private final int density;
    private final int width;
    private final int height;
    private final int cell;
    private final BufferedImage original;

    private MapPicture(ExplainedImage image, List<Panel> panels, MapScale scale, int density) {
        this.image = image;
        this.panels = panels;
        this.scale = scale;
        this.density = density;
        double edge = panels.size() <= FEW ? LARGE : SMALL;
        double factor = edge / Math.max(image.width(), image.height());
        this.width = Math.max(THINNEST, (int) Math.round(image.width() * factor));
        this.height = Math.max(THINNEST, (int) Math.round(image.height() * factor));
        this.cell = Math.max(NARROWEST, width);
        this.original = resized(image.picture(), width * density, height * density);
    }

    /**
     * Draws a picture and its maps.
     *
     * @param panels at least one
     * @param density how many pixels there are for each pixel of the page, along each side
     * @throws NoFontsException if this Java has no fonts to draw text with
     */
    static BufferedImage of(ExplainedImage image, List<Panel> panels, MapScale scale, int density)
            throws NoFontsException {
        MapPicture drawing = new MapPicture(image, List.copyOf(panels), scale, density);
        return ChartImages.drawn(drawing::drawn);
    }

    private BufferedImage drawn() {
        int cells = panels.size() + 1;
        int columns = Math.min(COLUMNS, cells);
        int rows = (cells + columns - 1) / columns;
        int bar = Math.max(height, SHORTEST_BAR);
        int cardWidth = GAP + columns * (cell + GAP) + BAR + BAR_LABELS;
        int cardHeight = GAP + Math.max(rows * (height + LINE + GAP), bar + GAP);
        BufferedImage card = new BufferedImage(cardWidth * density, cardHeight * density, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = card.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(ChartColors.CARD);
            graphics.fillRect(0, 0, card.getWidth(), card.getHeight());
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            graphics.scale(density, density);
            for (int i = 0; i < cells; i++) {
                int left = GAP + i % columns * (cell + GAP);
                int top = GAP + i / columns * (height + LINE + GAP);
                BufferedImage shown =
                        i == 0 ? original : overlaid(panels.get(i - 1).map());
                graphics.drawImage(shown, left, top, width, height, null);
                if (i > 0) {
                    frame(graphics, left, top);
                }
                String caption = i == 0 ? image.name() : panels.get(i - 1).caption();
                graphics.setColor(ChartColors.INK);
                graphics.drawString(fitting(caption, graphics.getFontMetrics()), left, top + height + LINE - 4);
            }
            bar(graphics, GAP + columns * (cell + GAP), bar);
        } finally {
            graphics.dispose();
        }
        return card;
    }

    /** A picture in another size: smaller by means, larger by interpolation. */
    private static BufferedImage resized(RgbImage picture, int width, int height) {
        RgbImage small =
                PictureCopy.shrunk(picture, Math.min(width, picture.width()), Math.min(height, picture.height()));
        BufferedImage pixels = new BufferedImage(small.width(), small.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = small.rgb();
        for (int i = 0; i < small.width() * small.height(); i++) {
            pixels.setRGB(
                    i % small.width(),
                    i / small.width(),
                    (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255);
        }
        if (small.width() == width && small.height() == height) {
            return pixels;
        }
        BufferedImage large = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = large.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(pixels, 0, 0, width, height, null);
        graphics.dispose();
        return large;
    }

    private BufferedImage overlaid(PatchMap map) {
        CropArea area = image.area();
        int across = original.getWidth();
        int down = original.getHeight();
        BufferedImage panel = new BufferedImage(across, down, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < down; y++) {
            double row = ((y + .5) * image.height() / down - area.top()) / area.height();
            for (int x = 0; x < across; x++) {
                double column = ((x + .5) * image.width() / across - area.left()) / area.width();
                boolean isSeen = row >= 0 && row < 1 && column >= 0 && column < 1;
                double strength = isSeen ? scale.strength(interpolated(map, row, column)) : 0;
                panel.setRGB(
                        x,
                        y,
                        tinted(pale(new Color(original.getRGB(x, y))), strength).getRGB());
            }
        }
        return panel;
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
        CropArea area = image.area();
        double x = left + onPanel(area.left(), image.width(), width);
        double y = top + onPanel(area.top(), image.height(), height);
        double right = left + onPanel(area.right(), image.width(), width);
        double bottom = top + onPanel(area.bottom(), image.height(), height);
        graphics.setColor(ChartColors.INK);
        graphics.draw(new Rectangle2D.Double(x, y, Math.max(1, right - x - 1), Math.max(1, bottom - y - 1)));
    }

    /** A place on a panel, in whole pixels of the drawing, so that lines are sharp. */
    private double onPanel(double place, int pixels, int panel) {
        return Math.rint(Math.min(1, Math.max(0, place / pixels)) * panel * density) / density;
    }

    private String fitting(String caption, FontMetrics font) {
        String text = caption;
        for (int length = caption.codePointCount(0, caption.length()) - 1;
                font.stringWidth(text) > cell && length > 0;
                length--) {
            text = caption.substring(0, caption.offsetByCodePoints(0, length)).stripTrailing() + "…";
        }
        return text;
    }

    private void bar(Graphics2D graphics, int left, int length) {
        double bottom = scale.isSigned() ? -1 : 0;
        Color under = pale(Color.GRAY);
        int lines = length * density;
        for (int y = 0; y < lines; y++) {
            double strength = scale.largest() == 0 ? 0 : 1 - (1 - bottom) * y / (lines - 1);
            graphics.setColor(tinted(under, strength));
            graphics.fill(new Rectangle2D.Double(left, GAP + (double) y / density, BAR, 1. / density));
        }
        graphics.setColor(ChartColors.INK);
        graphics.drawRect(left, GAP, BAR - 1, length - 1);
        if (scale.largest() > 0) {
            label(graphics, left, 0, scale.largest());
            label(graphics, left, length, bottom * scale.largest());
        }
        if (scale.isSigned() || scale.largest() == 0) {
            label(graphics, left, length / 2, 0);
        }
    }

    private void label(Graphics2D graphics, int left, int down, double value) {
        String number =
                value == 0 ? "0" : String.format(Locale.ROOT, scale.largest() < .001 ? "%+.1e" : "%+.3f", value);
        int baseline = Math.max(GAP + 10, Math.min(GAP + down, GAP + down + 4));
        graphics.drawString(number, left + BAR + 4, baseline);
    }
}
