package org.clipmeter.image;

import java.io.ByteArrayOutputStream;
import org.clipmeter.image.ImageException.Reason;
import org.jspecify.annotations.Nullable;

/** The marker segments of a JPEG, walked up to its end-of-image marker. */
final class JpegMarkers {
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int DNL = 0xdc;
    private static final int ADOBE_SEGMENT = 14;

    int width;
    int height;
    int components;
    int process = -1;
    private int[] componentIds = {};
    private boolean jfif;
    private @Nullable Integer adobeTransform;
    private final ByteReader in;
    private final ByteArrayOutputStream bare;

    private JpegMarkers(byte[] data) {
        in = new ByteReader(data, 2);
        bare = new ByteArrayOutputStream(data.length + 2 + ADOBE_SEGMENT);
        bare.write(0xff);
        bare.write(SOI);
        byte[] adobe = {(byte) 0xff, (byte) 0xee, 0, ADOBE_SEGMENT, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        bare.write(adobe, 0, adobe.length);
    }

    /** Walks the markers; a file without a start of scan or an end of image is truncated. */
    static JpegMarkers of(byte[] data) throws ImageException {
        JpegMarkers markers = new JpegMarkers(data);
        markers.walk();
        return markers;
    }

    /** The same picture with its samples declared as final colours, so that a decoder hands them out unconverted. */
    byte[] bareStream() {
        return bare.toByteArray();
    }

    /** Whether libjpeg takes three components for YCbCr, or four for YCCK. */
    boolean converted() {
        if (components == 4) {
            return adobeTransform != null && adobeTransform == 2;
        }
        if (components != 3) {
            return false;
        }
        if (jfif) {
            return true;
        }
        if (adobeTransform != null) {
            return adobeTransform != 0;
        }
        return !(componentIds[0] == 'R' && componentIds[1] == 'G' && componentIds[2] == 'B');
    }

    private void walk() throws ImageException {
        boolean scanned = false;
        while (true) {
            int marker = nextMarker();
            int start = in.at();
            if (marker == EOI) {
                if (!scanned) {
                    throw corrupt("it has no image data");
                }
                bare.write(0xff);
                bare.write(EOI);
                return;
            }
            if (marker == SOI || marker == 1 || (marker >= 0xd0 && marker <= 0xd7)) {
                continue;
            }
            int length = in.u16be();
            if (length < 2) {
                throw corrupt("a marker segment at offset " + start + " has length " + length);
            }
            in.skip(length - 2);
            segment(marker, start, length, scanned);
            if (marker == SOS) {
                scanned = true;
                if (process < 0) {
                    throw corrupt("its image data has no frame header before it");
                }
                int from = in.at();
                skipScan();
                bare.write(in.data, from, in.at() - from);
            }
        }
    }

    private void segment(int marker, int start, int length, boolean scanned) throws ImageException {
        boolean application = marker >= 0xe0 && marker <= 0xef;
        if (application || marker == 0xfe) {
            if (!scanned) {
                application(marker, start + 2, length - 2);
            }
            return;
        }
        if (marker == DNL) {
            return;
        }
        boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (frame && !scanned) {
            frame(marker, start + 2, length - 2);
        }
        bare.write(0xff);
        bare.write(marker);
        bare.write(in.data, start, length);
    }

    private void application(int marker, int from, int length) {
        if (marker == 0xe0 && length >= 14 && ByteReader.matches(in.data, from, "JFIF\0")) {
            jfif = true;
        }
        if (marker == 0xee && length >= 12 && ByteReader.matches(in.data, from, "Adobe")) {
            adobeTransform = in.data[from + 11] & 0xff;
        }
    }

    private void frame(int marker, int from, int length) throws ImageException {
        if (length < 6 || length < 6 + 3 * (in.data[from + 5] & 0xff)) {
            throw corrupt("its frame header has " + length + " bytes");
        }
        ByteReader header = new ByteReader(in.data, from);
        int depth = header.u8();
        if (depth != 8) {
            throw new ImageException(Reason.UNSUPPORTED, "its samples have " + depth + " bits, only 8 are read");
        }
        process = marker - 0xc0;
        height = header.u16be();
        width = header.u16be();
        components = header.u8();
        componentIds = new int[components];
        for (int i = 0; i < components; i++) {
            componentIds[i] = header.u8();
            header.skip(2);
        }
    }

    /** Finds the next marker, over fill bytes and whatever does not belong there. */
    private int nextMarker() throws ImageException {
        int previous = 0;
        while (in.remaining() > 0) {
            int value = in.u8();
            if (previous == 0xff && value != 0 && value != 0xff) {
                return value;
            }
            previous = value;
        }
        throw new ImageException(Reason.TRUNCATED, "the file ends early, without an end-of-image marker");
    }

    /** Moves to the marker after entropy-coded data. */
    private void skipScan() throws ImageException {
        byte[] data = in.data;
        for (int at = in.at(); at < data.length - 1; at++) {
            if (data[at] != (byte) 0xff) {
                continue;
            }
            int next = data[at + 1] & 0xff;
            if (next != 0 && next != 0xff && !(next >= 0xd0 && next <= 0xd7)) {
                in.seek(at);
                return;
            }
        }
        throw new ImageException(Reason.TRUNCATED, "the file ends early, in its image data");
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }
}
