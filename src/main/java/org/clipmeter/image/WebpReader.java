package org.clipmeter.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.clipmeter.image.ImageException.Reason;

/** Reads WebP. */
final class WebpReader {
    private WebpReader() {}

    static RgbImage read(byte[] data) throws ImageException {
        ImageReader reader = new com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi().createReaderInstance("");
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(data))) {
            reader.setInput(stream);
            var img = reader.read(0);
            Raster raster = img.getRaster();
            Canvas canvas = Canvas.of(img.getWidth(), img.getHeight());
            int[] px = null;
            for (int y = 0; y < canvas.height; y++) {
                for (int x = 0; x < canvas.width; x++) {
                    px = raster.getPixel(x, y, px);
                    canvas.set(y * canvas.width + x, px[0], px[1], px[2]);
                }
            }
            return canvas.image(false);
        } catch (IOException e) {
            throw new ImageException(Reason.CORRUPT, "" + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }
}
