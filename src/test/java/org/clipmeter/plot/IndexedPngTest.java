package org.clipmeter.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class IndexedPngTest {
    private static final int SIZE = 400;

    private static BufferedImage encoded(BufferedImage picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(IndexedPng.of(picture)));
    }

    /** The largest difference of red, green, blue or opacity. */
    private static int difference(BufferedImage a, BufferedImage b) {
        int largest = 0;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                for (int shift = 0; shift < 32; shift += 8) {
                    largest = Math.max(
                            largest, Math.abs((a.getRGB(x, y) >>> shift & 255) - (b.getRGB(x, y) >>> shift & 255)));
                }
            }
        }
        return largest;
    }

    /** Two areas of almost the same color keep their colors; mixtures at edges change by a little. */
    @Test
    void areasStayAsTheyAreAndEdgesAlmost() throws IOException {
        BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new Color(0xE6E6E6));
        graphics.fillRoundRect(0, 0, SIZE, SIZE, 30, 30);
        graphics.setColor(new Color(0xE8E6E6));
        graphics.fillRect(0, 100, SIZE, 100);
        graphics.setStroke(new BasicStroke(2.3f));
        for (int i = 0; i < 60; i++) {
            graphics.setColor(Color.getHSBColor(i / 60f, 1, .8f));
            graphics.drawOval(5 * i, 3 * i, 90, 90);
        }
        graphics.dispose();
        BufferedImage indexed = encoded(picture);
        assertInstanceOf(IndexColorModel.class, indexed.getColorModel());
        assertEquals(picture.getRGB(0, 0), indexed.getRGB(0, 0), "the corner is transparent");
        assertEquals(0xFFE6E6E6, indexed.getRGB(20, 390));
        assertEquals(0xFFE8E6E6, indexed.getRGB(2, 150));
        int difference = difference(picture, indexed);
        assertTrue(difference > 0 && difference <= 40, difference + " of 255");
    }

    /** A picture with more than 256 areas is no chart, and loses nothing. */
    @Test
    void aPictureOfManyAreasHasNoPalette() throws IOException {
        BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = picture.createGraphics();
        for (int i = 0; i < 400; i++) {
            graphics.setColor(new Color(i % 200, i / 2, 255 - i / 2));
            graphics.fillRect(i % 20 * 20, i / 20 * 20, 20, 20);
        }
        graphics.dispose();
        assertEquals(0, difference(picture, encoded(picture)));
    }

    @Test
    void aPictureOfOneColorIsOneColor() throws IOException {
        BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_ARGB);
        assertEquals(0, difference(picture, encoded(picture)));
    }
}
