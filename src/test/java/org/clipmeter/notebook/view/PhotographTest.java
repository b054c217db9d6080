package org.clipmeter.notebook.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PhotographTest {
    /** A picture of noise, which needs many bytes. */
    private static BufferedImage noise(int density) {
        BufferedImage picture = new BufferedImage(100 * density, 60 * density, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < picture.getWidth() * picture.getHeight(); i++) {
            picture.setRGB(i % picture.getWidth(), i / picture.getWidth(), random.nextInt(1 << 24));
        }
        return picture;
    }

    private static Output.Picture shown(int most) throws Exception {
        Output output = Photograph.of(PhotographTest::noise, most, "noise");
        assertEquals("noise", output.plain());
        Output.Picture picture = output.picture();
        assertNotNull(picture);
        assertEquals("image/jpeg", picture.mime());
        assertEquals(100, picture.width());
        assertEquals(60, picture.height());
        return picture;
    }

    private static int width(Output.Picture picture) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(picture.bytes())).getWidth();
    }

    @Test
    void hasTwiceThePixelsOfItsSizeOnThePageIfTheyFit() throws Exception {
        assertEquals(200, width(shown(100_000)));
        Output.Picture smaller = shown(15_000);
        assertTrue(smaller.bytes().length <= 15_000, () -> smaller.bytes().length + " bytes");
        assertEquals(200, width(smaller));
    }

    @Test
    void hasThePixelsOfThePageIfNoMoreFit() throws Exception {
        Output.Picture small = shown(5_000);
        assertEquals(100, width(small));
        assertTrue(small.bytes().length <= 5_000, () -> small.bytes().length + " bytes");
        assertEquals(100, width(shown(10)));
    }
}
