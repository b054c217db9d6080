package org.clipmeter.image.jpeg.samples;

import java.util.List;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;

/** A frame header: size, coding process and components. */
public final class JpegFrame {
    private static final int MOST_SAMPLING = 4;
    private static final int MOST_PIXELS_ACROSS = 65500;

    public final int width;
    public final int height;
    public final boolean progressive;
    public final boolean arithmetic;
    public final List<JpegComponent> components;

    /** The largest sampling factors of all components. */
    final int across;

    final int down;

    /** The number of units of interleaved data in a row, and the number of rows. */
    public final int unitsAcross;

    public final int unitsDown;

    public JpegFrame(int width, int height, boolean progressive, boolean arithmetic, List<JpegComponent> components)
            throws ImageException {
        this.width = width;
        this.height = height;
        this.progressive = progressive;
        this.arithmetic = arithmetic;
        this.components = components;
        if (width > MOST_PIXELS_ACROSS || height > MOST_PIXELS_ACROSS) {
            throw corrupt("its header says " + width + " x " + height + " pixels, expected at most 65500 a side");
        }
        int h = 1;
        int v = 1;
        for (JpegComponent component : components) {
            if (component.across < 1
                    || component.down < 1
                    || component.across > MOST_SAMPLING
                    || component.down > MOST_SAMPLING) {
                throw corrupt("it has the sampling factors " + component.across + " x " + component.down
                        + ", expected 1 to 4");
            }
            h = Math.max(h, component.across);
            v = Math.max(v, component.down);
        }
        across = h;
        down = v;
        unitsAcross = ceil(width, 8L * h);
        unitsDown = ceil(height, 8L * v);
        for (JpegComponent component : components) {
            if (h % component.across != 0 || v % component.down != 0) {
                throw new ImageException(
                        Reason.UNSUPPORTED,
                        "a component is sampled " + component.across + " x " + component.down + " beside one of " + h
                                + " x " + v + ", which libjpeg does not read: convert it to PNG");
            }
            component.width = ceil((long) width * component.across, h);
            component.height = ceil((long) height * component.down, v);
            component.blocksAcross = ceil((long) width * component.across, 8L * h);
            component.blocksDown = ceil((long) height * component.down, 8L * v);
            component.blockStride = unitsAcross * component.across;
        }
    }

    static int ceil(long value, long unit) {
        return (int) ((value + unit - 1) / unit);
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }
}
