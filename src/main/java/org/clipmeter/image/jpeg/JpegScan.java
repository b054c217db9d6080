package org.clipmeter.image.jpeg;

import java.util.List;
import org.clipmeter.image.jpeg.samples.JpegComponent;

/**
 * A scan header.
 *
 * @param first the first zigzag position in the scan, {@code Ss}
 * @param last the last zigzag position in the scan, {@code Se}
 * @param bitsBefore the number of low bits that were unknown before, {@code Ah}; 0 in a first scan
 * @param bitsAfter the number of low bits that stay unknown, {@code Al}
 */
record JpegScan(List<JpegComponent> components, int first, int last, int bitsBefore, int bitsAfter) {
    boolean interleaved() {
        return components.size() > 1;
    }

    boolean refines() {
        return bitsBefore != 0;
    }
}
