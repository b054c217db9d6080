package org.clipmeter.image.jpeg;

import java.util.List;
import org.clipmeter.image.jpeg.samples.JpegComponent;

/**
 * A scan header.
 *
 * @param first first zigzag position that the scan holds, {@code Ss}
 * @param last last one, {@code Se}
 * @param bitsBefore how many low bits were unknown before, {@code Ah}; 0 in a first scan
 * @param bitsAfter how many stay unknown, {@code Al}
 */
record JpegScan(List<JpegComponent> components, int first, int last, int bitsBefore, int bitsAfter) {
    boolean interleaved() {
        return components.size() > 1;
    }

    boolean refines() {
        return bitsBefore != 0;
    }
}
