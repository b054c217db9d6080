package org.clipmeter.image;

import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.clipmeter.image.ImageException.Reason;

/**
 * Reads JPEG as Pillow and libjpeg do: the JDK's libjpeg gives the samples (accurate integer DCT, triangular upsampling), the colours
 * are computed here, whatever profile the file carries.
 */
final class JpegReader {
    private JpegReader() {}

    static RgbImage read(byte[] data) throws ImageException {
        JpegMarkers markers = JpegMarkers.of(data);
        if (markers.process > 2) {
            throw new ImageException(
                    Reason.UNSUPPORTED, "its coding process SOF" + markers.process + " is not read: convert it to PNG");
        }
        if (markers.components != 1 && markers.components != 3 && markers.components != 4) {
            throw new ImageException(
                    Reason.CORRUPT, "it has " + markers.components + " components, expected 1, 3 or 4");
        }
        Canvas.checkSize(markers.width, markers.height);
        Raster raster = raster(markers);
        if (raster.getWidth() != markers.width
                || raster.getHeight() != markers.height
                || raster.getNumBands() != markers.components) {
            throw new ImageException(Reason.CORRUPT, "its decoder gives another size than its header");
        }
        byte[] samples = samples(raster);
        if (markers.converted()) {
            JpegColours.convert(samples, markers.components);
        }
        if (markers.components == 3) {
            return new RgbImage(markers.width, markers.height, samples, false);
        }
        Canvas canvas = Canvas.of(markers.width, markers.height);
        fill(canvas, samples, markers);
        return canvas.image(false);
    }

    private static Raster raster(JpegMarkers markers) throws ImageException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (!reader.getClass().getName().startsWith("com.sun.imageio.")) {
                reader.dispose();
                continue;
            }
            try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(markers.bareStream()))) {
                reader.setInput(stream, true, true);
                return reader.readRaster(0, null);
            } catch (IIOException e) {
                throw new ImageException(Reason.CORRUPT, "it is no valid JPEG: " + e.getMessage(), e);
            } catch (IOException e) {
                throw new ImageException(Reason.CORRUPT, "it can't be decoded: " + e.getMessage(), e);
            } finally {
                reader.dispose();
            }
        }
        throw new ImageException(Reason.UNSUPPORTED, "this Java has no JPEG reader: install one with java.desktop");
    }

    /** The samples, interleaved, of a raster that nobody else holds. */
    private static byte[] samples(Raster raster) {
        int bands = raster.getNumBands();
        if (raster.getSampleModel() instanceof PixelInterleavedSampleModel model
                && raster.getDataBuffer() instanceof DataBufferByte buffer
                && model.getPixelStride() == bands
                && model.getScanlineStride() == bands * raster.getWidth()
                && isIdentity(model.getBandOffsets())) {
            return buffer.getData();
        }
        int[] values = new int[raster.getWidth() * bands];
        byte[] samples = new byte[raster.getHeight() * values.length];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, values);
            for (int i = 0; i < values.length; i++) {
                samples[y * values.length + i] = (byte) values[i];
            }
        }
        return samples;
    }

    private static boolean isIdentity(int[] offsets) {
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] != i) {
                return false;
            }
        }
        return true;
    }

    private static void fill(Canvas canvas, byte[] samples, JpegMarkers markers) {
        int pixels = canvas.width * canvas.height;
        if (markers.components == 1) {
            for (int i = 0; i < pixels; i++) {
                canvas.grey(i, samples[i]);
            }
            return;
        }
        // Pillow inverts all four samples; YCCK's first three are inverted by libjpeg already.
        int inverted = markers.converted() ? 0 : 0xff;
        for (int i = 0, p = 0; i < pixels; i++, p += 4) {
            int c = samples[p] & 0xff ^ inverted;
            int m = samples[p + 1] & 0xff ^ inverted;
            int y = samples[p + 2] & 0xff ^ inverted;
            canvas.cmyk(i, c, m, y, 255 - (samples[p + 3] & 0xff));
        }
    }
}
